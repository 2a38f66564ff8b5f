package dev.twinlens.local.services.http;

import dev.twinlens.local.services.access.AccessDeniedException;
import dev.twinlens.local.services.auth.AuthenticationException;

/** How a service reports the errors that are detected before it is called. */
public interface ErrorFormat {
  ServiceResponse unauthenticated(AuthenticationException e);

  ServiceResponse denied(AccessDeniedException e);

  ServiceResponse malformed(MalformedRequestException e);
}
