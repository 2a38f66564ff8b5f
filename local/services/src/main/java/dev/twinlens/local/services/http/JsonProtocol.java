package dev.twinlens.local.services.http;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.twinlens.local.services.access.AccessDeniedException;
import dev.twinlens.local.services.auth.AuthenticationException;

/** The errors of AWS's JSON protocols, which DynamoDB, SQS and Rekognition speak. */
public final class JsonProtocol {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final String contentType;

  /**
   * The protocol of a version.
   *
   * @param version {@code 1.0} or {@code 1.1}
   */
  public JsonProtocol(String version) {
    this.contentType = "application/x-amz-json-" + version;
  }

  public Reply answer(int status, String json) {
    return Reply.json(status, contentType, json);
  }

  /**
   * An error.
   *
   * @param type the error's shape, with its namespace when the service writes one
   */
  public Reply error(int status, String type, String message) {
    return answer(
        status, JSON.createObjectNode().put("__type", type).put("message", message).toString());
  }

  public Reply deny(AccessDeniedException e) {
    return error(400, "com.amazon.coral.service#AccessDeniedException", e.getMessage());
  }

  public Reply refuse(AuthenticationException e) {
    String type =
        switch (e.reason()) {
          case MISSING -> "MissingAuthenticationTokenException";
          case MALFORMED -> "IncompleteSignatureException";
          case UNKNOWN_ACCESS_KEY -> "UnrecognizedClientException";
          case WRONG_REGION, UNSIGNED_HEADERS, WRONG_SIGNATURE, EXPIRED ->
              "InvalidSignatureException";
        };
    return error(400, "com.amazon.coral.service#" + type, e.getMessage());
  }
}
