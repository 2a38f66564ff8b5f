package dev.twinlens.local.apigateway;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Parses a function's response of payload format 2.0.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html">AWS
 *     Lambda proxy integrations for HTTP APIs</a>
 */
final class FunctionResponse {
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

  /** Headers that the gateway sets for its own connection. */
  private static final Set<String> CONNECTION_HEADERS =
      Set.of("connection", "content-length", "keep-alive", "transfer-encoding", "upgrade");

  private FunctionResponse() {}

  /** A response that the gateway cannot forward. */
  static final class MalformedException extends Exception {
    MalformedException(String message) {
      super(message);
    }
  }

  static GatewayResponse parse(String payload) throws MalformedException {
    JsonNode node;
    try {
      node = JSON.readTree(payload);
    } catch (JsonProcessingException e) {
      throw new MalformedException("the function's response is not JSON");
    }
    if (node.isMissingNode()) {
      throw new MalformedException("the function's response is empty");
    }
    return node.isObject() && node.has("statusCode") ? formatted(node) : inferred(node, payload);
  }

  /** JSON without a status code is the body of a successful response. */
  private static GatewayResponse inferred(JsonNode node, String payload) {
    String body = node.isTextual() ? node.textValue() : payload;
    GatewayResponse response = new GatewayResponse(200, body.getBytes(StandardCharsets.UTF_8));
    response.set("content-type", "application/json");
    return response;
  }

  private static GatewayResponse formatted(JsonNode node) throws MalformedException {
    GatewayResponse response = new GatewayResponse(status(node.get("statusCode")), body(node));
    response.set("content-type", "text/plain;charset=UTF-8");
    for (Map.Entry<String, JsonNode> header : object(node, "headers").properties()) {
      response.remove(header.getKey());
      add(response, header.getKey(), header.getValue());
    }
    for (Map.Entry<String, JsonNode> header : object(node, "multiValueHeaders").properties()) {
      response.remove(header.getKey());
      for (JsonNode value : list(header.getValue(), header.getKey())) {
        add(response, header.getKey(), value);
      }
    }
    for (JsonNode cookie : list(node.path("cookies"), "cookies")) {
      add(response, "set-cookie", cookie);
    }
    return response;
  }

  private static int status(JsonNode statusCode) throws MalformedException {
    String text = statusCode.asText();
    if (!text.matches("[2-5][0-9]{2}")) {
      throw new MalformedException("the status code is " + statusCode);
    }
    return Integer.parseInt(text);
  }

  private static byte[] body(JsonNode node) throws MalformedException {
    JsonNode body = node.path("body");
    if (body.isMissingNode() || body.isNull()) {
      return new byte[0];
    }
    if (!body.isTextual()) {
      throw new MalformedException("the body is not a string");
    }
    if (!node.path("isBase64Encoded").asBoolean()) {
      return body.textValue().getBytes(StandardCharsets.UTF_8);
    }
    try {
      return Base64.getDecoder().decode(body.textValue());
    } catch (IllegalArgumentException e) {
      throw new MalformedException("the body is not base64");
    }
  }

  private static JsonNode object(JsonNode node, String name) throws MalformedException {
    JsonNode object = node.path(name);
    if (object.isMissingNode() || object.isNull() || object.isObject()) {
      return object;
    }
    throw new MalformedException(name + " is not an object");
  }

  private static JsonNode list(JsonNode node, String name) throws MalformedException {
    if (node.isMissingNode() || node.isNull() || node.isArray()) {
      return node;
    }
    throw new MalformedException(name + " is not a list");
  }

  private static void add(GatewayResponse response, String name, JsonNode value)
      throws MalformedException {
    if (!CONNECTION_HEADERS.contains(name.toLowerCase(Locale.ROOT))) {
      response.add(headerName(name), headerValue(name, value));
    }
  }

  private static String headerName(String name) throws MalformedException {
    if (!name.matches("[A-Za-z0-9!#$%&'*+.^_`|~-]+")) {
      throw new MalformedException("\"" + name + "\" is not a valid header name");
    }
    return name;
  }

  private static String headerValue(String name, JsonNode value) throws MalformedException {
    if (!value.isValueNode() || value.isNull()) {
      throw new MalformedException("the header " + name + " is not a string");
    }
    String text = value.asText();
    if (text.chars().anyMatch(c -> c < ' ' && c != '\t')) {
      throw new MalformedException("the header " + name + " has a control character");
    }
    return text;
  }
}
