package dev.twinlens.local.services.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.twinlens.local.services.access.AccessDeniedException;
import dev.twinlens.local.services.auth.AuthenticationException;

/** AWS's JSON protocols, which DynamoDB, SQS and Rekognition use. */
public class JsonProtocol implements ErrorFormat {
  private static final String NAMESPACE = "com.amazon.coral.service#";

  /** Strict: other code may parse the same body, and must not read anything else from it. */
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private final String contentType;

  /**
   * One version of the protocol.
   *
   * @param version {@code 1.0} or {@code 1.1}
   */
  public JsonProtocol(String version) {
    this.contentType = "application/x-amz-json-" + version;
  }

  /** The call's parameters. */
  public static ObjectNode parameters(ServiceCall call) throws MalformedRequestException {
    try {
      if (JSON.readTree(new String(call.body(), UTF_8)) instanceof ObjectNode parameters) {
        return parameters;
      }
    } catch (JsonProcessingException e) {
      throw new MalformedRequestException(e.getOriginalMessage(), e);
    }
    throw new MalformedRequestException("the body is not a JSON object");
  }

  public ServiceResponse response(int status, String json) {
    return ServiceResponse.json(status, contentType, json);
  }

  /**
   * An error.
   *
   * @param type the error's shape, with its namespace when the service writes one
   */
  public ServiceResponse error(int status, String type, String message) {
    return response(
        status, JSON.createObjectNode().put("__type", type).put("message", message).toString());
  }

  @Override
  public ServiceResponse denied(AccessDeniedException e) {
    return error(400, NAMESPACE + "AccessDeniedException", e.getMessage());
  }

  @Override
  public ServiceResponse malformed(MalformedRequestException e) {
    return error(400, NAMESPACE + "SerializationException", e.getMessage());
  }

  @Override
  public ServiceResponse unauthenticated(AuthenticationException e) {
    return error(400, NAMESPACE + unauthenticatedType(e), e.getMessage());
  }

  /** The error's shape in all of AWS's JSON protocols, without a namespace. */
  public static String unauthenticatedType(AuthenticationException e) {
    return switch (e.reason()) {
      case MISSING -> "MissingAuthenticationTokenException";
      case MALFORMED -> "IncompleteSignatureException";
      case UNKNOWN_ACCESS_KEY -> "UnrecognizedClientException";
      case WRONG_REGION, UNSIGNED_HEADERS, WRONG_SIGNATURE, EXPIRED -> "InvalidSignatureException";
    };
  }
}
