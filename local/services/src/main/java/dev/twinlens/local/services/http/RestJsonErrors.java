package dev.twinlens.local.services.http;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.twinlens.local.services.access.AccessDeniedException;
import dev.twinlens.local.services.auth.AuthenticationException;

/** The errors of AWS's REST-JSON protocol: a header names the type. */
public final class RestJsonErrors implements ErrorFormat {
  private static final JsonMapper JSON = new JsonMapper();

  /** An error with its type, as in {@code AccessDeniedException}. */
  public ServiceResponse error(int status, String type, String message) {
    return ServiceResponse.json(
            status, "application/json", JSON.createObjectNode().put("Message", message).toString())
        .with("x-amzn-ErrorType", type);
  }

  @Override
  public ServiceResponse denied(AccessDeniedException e) {
    return error(403, "AccessDeniedException", e.getMessage());
  }

  @Override
  public ServiceResponse malformed(MalformedRequestException e) {
    return error(400, "InvalidRequestContentException", e.getMessage());
  }

  @Override
  public ServiceResponse unauthenticated(AuthenticationException e) {
    return error(403, JsonProtocol.unauthenticatedType(e), e.getMessage());
  }
}
