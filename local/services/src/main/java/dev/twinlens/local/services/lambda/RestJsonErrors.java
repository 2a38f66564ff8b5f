package dev.twinlens.local.services.lambda;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.twinlens.local.services.access.AccessDeniedException;
import dev.twinlens.local.services.auth.AuthenticationException;
import dev.twinlens.local.services.http.ErrorFormat;
import dev.twinlens.local.services.http.MalformedRequestException;
import dev.twinlens.local.services.http.ServiceResponse;

/** The errors of AWS's REST-JSON protocol: a header names the type. */
final class RestJsonErrors implements ErrorFormat {
  private static final JsonMapper JSON = new JsonMapper();

  ServiceResponse error(int status, String type, String message) {
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
    String type =
        switch (e.reason()) {
          case MISSING -> "MissingAuthenticationTokenException";
          case MALFORMED -> "IncompleteSignatureException";
          case UNKNOWN_ACCESS_KEY -> "UnrecognizedClientException";
          case WRONG_REGION, UNSIGNED_HEADERS, WRONG_SIGNATURE, EXPIRED ->
              "InvalidSignatureException";
        };
    return error(403, type, e.getMessage());
  }
}
