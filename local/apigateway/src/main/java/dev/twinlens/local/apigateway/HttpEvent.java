package dev.twinlens.local.apigateway;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;

/**
 * The event of payload format 2.0. Its {@code rawPath} is decoded, as in API Gateway's HTTP APIs,
 * despite the name.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html">AWS
 *     Lambda proxy integrations for HTTP APIs</a>
 */
final class HttpEvent {
  static final DateTimeFormatter COMMON_LOG_TIME =
      DateTimeFormatter.ofPattern("dd/MMM/yyyy:HH:mm:ss Z", Locale.ENGLISH)
          .withZone(ZoneOffset.UTC);

  private static final JsonMapper JSON = new JsonMapper();

  private HttpEvent() {}

  /**
   * @param received the request
   * @param match the route and its path parameters
   * @param body the request's body, possibly empty
   * @throws IllegalArgumentException when a percent sign of the path or query starts no escape
   */
  static byte[] json(HttpApiSpec api, ReceivedRequest received, Route.Match match, byte[] body) {
    String routeKey = match.route().spec().routeKey();
    ObjectNode event = JSON.createObjectNode();
    String path = UrlText.decodePath(received.rawPath());
    event.put("version", "2.0");
    event.put("routeKey", routeKey);
    event.put("rawPath", path);
    event.put("rawQueryString", received.rawQuery());
    HttpFields headers = received.headers();
    if (headers.contains("cookie")) {
      var cookies = event.putArray("cookies");
      for (String line : headers.getValuesList("cookie")) {
        for (String cookie : line.split(";", -1)) {
          cookies.add(cookie.strip());
        }
      }
    }
    headers(received).forEach(event.putObject("headers")::put);
    Map<String, String> query = UrlText.decodeQuery(received.rawQuery());
    if (!query.isEmpty()) {
      query.forEach(event.putObject("queryStringParameters")::put);
    }
    context(event.putObject("requestContext"), api, received, routeKey, path);
    if (!match.pathParameters().isEmpty()) {
      match.pathParameters().forEach(event.putObject("pathParameters")::put);
    }
    boolean base64 = putBody(event, headers, body);
    event.put("isBase64Encoded", base64);
    try {
      return JSON.writeValueAsBytes(event);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("A tree of strings is always JSON", e);
    }
  }

  private static Map<String, String> headers(ReceivedRequest received) {
    Map<String, String> headers = new TreeMap<>();
    for (HttpField field : received.headers()) {
      headers.merge(field.getLowerCaseName(), field.getValue(), (a, b) -> a + "," + b);
    }
    headers.remove("cookie");
    headers.merge("x-forwarded-for", received.sourceIp(), (a, b) -> a + ", " + b);
    headers.put("x-forwarded-proto", "http");
    headers.put("x-forwarded-port", Integer.toString(received.port()));
    return headers;
  }

  private static void context(
      ObjectNode context, HttpApiSpec api, ReceivedRequest received, String routeKey, String path) {
    Instant time = received.time();
    context.put("accountId", api.accountId());
    context.put("apiId", api.apiId());
    context.put("domainName", received.host());
    context.put("domainPrefix", received.host().split("[.:]", -1)[0]);
    ObjectNode http = context.putObject("http");
    http.put("method", received.method());
    http.put("path", path);
    http.put("protocol", received.protocol());
    http.put("sourceIp", received.sourceIp());
    http.put("userAgent", received.userAgent());
    context.put("requestId", received.requestId());
    context.put("routeKey", routeKey);
    context.put("stage", "$default");
    context.put("time", COMMON_LOG_TIME.format(time));
    context.put("timeEpoch", time.toEpochMilli());
  }

  /** Returns whether the body is written as base64. */
  private static boolean putBody(ObjectNode event, HttpFields headers, byte[] body) {
    if (body.length == 0) {
      return false;
    }
    Optional<String> text =
        isText(headers.get("content-type")) && !headers.contains("content-encoding")
            ? decode(body)
            : Optional.empty();
    event.put("body", text.orElseGet(() -> Base64.getEncoder().encodeToString(body)));
    return text.isEmpty();
  }

  /** AWS does not document the types; these are the ones that its service treats as text. */
  private static boolean isText(String contentType) {
    if (contentType == null) {
      return false;
    }
    String type = contentType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
    return type.startsWith("text/")
        || type.equals("application/json")
        || type.equals("application/javascript")
        || type.equals("application/xml");
  }

  private static Optional<String> decode(byte[] body) {
    try {
      return Optional.of(
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString());
    } catch (CharacterCodingException notText) {
      return Optional.empty();
    }
  }
}
