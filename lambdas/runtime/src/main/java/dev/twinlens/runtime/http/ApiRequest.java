package dev.twinlens.runtime.http;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import dev.twinlens.domain.keys.KeyLimits;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** One request as an API Gateway HTTP API passes it on (payload format 2.0). */
public final class ApiRequest {
  /**
   * The largest body that a client can send as bytes: as Base64 it is 6,000,000 bytes, and Lambda's
   * request can have 6 MiB with everything around the body.
   */
  public static final int MAX_BYTES_BODY = 4_500_000;

  private final APIGatewayV2HTTPEvent event;
  private final Instant deadline;

  ApiRequest(APIGatewayV2HTTPEvent event, Instant deadline) {
    this.event = event;
    this.deadline = deadline;
  }

  /** Such as {@code GET /images/{key+}}; {@code $default} when no other route matches. */
  public String route() {
    return event.getRouteKey() == null ? "$default" : event.getRouteKey();
  }

  /** When Lambda ends this invocation. */
  public Instant deadline() {
    return deadline;
  }

  /** A query parameter; one without a value counts as absent. */
  public Optional<String> query(String name) {
    return value(event.getQueryStringParameters(), name);
  }

  /** A path parameter, decoded once by API Gateway. */
  public Optional<String> path(String name) {
    return value(event.getPathParameters(), name);
  }

  /**
   * The object key in the path.
   *
   * @throws ProblemException (404) when there is none, or no object can have it
   */
  public String objectKey() {
    String key =
        path("key")
            .orElseThrow(() -> new ProblemException(Problem.of(404, "The path has no key.")));
    if (!KeyLimits.isObjectKey(key)) {
      throw new ProblemException(
          Problem.of(
              404,
              "The path has no valid key: a key is Unicode text of at most "
                  + KeyLimits.MAX_OBJECT_KEY_BYTES
                  + " bytes in UTF-8."));
    }
    return key;
  }

  /** A header; API Gateway writes their names in lower case. */
  public Optional<String> header(String name) {
    return value(event.getHeaders(), name.toLowerCase(Locale.ROOT));
  }

  /** Whether the client accepts responses compressed with gzip (RFC 9110, section 12.5.3). */
  boolean acceptsGzip() {
    return header("accept-encoding").stream()
        .flatMap(codings -> Arrays.stream(codings.split(",")))
        .map(coding -> coding.replace(" ", "").toLowerCase(Locale.ROOT))
        .anyMatch(coding -> coding.matches("gzip(;.*)?") && !coding.matches(".*;q=0(\\.0*)?"));
  }

  /**
   * The body's bytes; none when there is no body.
   *
   * @throws ProblemException (400) when API Gateway's encoding is damaged
   */
  public byte[] body() {
    String body = event.getBody();
    if (body == null) {
      return new byte[0];
    }
    if (!event.getIsBase64Encoded()) {
      return body.getBytes(StandardCharsets.UTF_8);
    }
    try {
      return Base64.getDecoder().decode(body);
    } catch (IllegalArgumentException e) {
      throw new ProblemException(Problem.of(400, "The body is not valid Base64."), e);
    }
  }

  private static Optional<String> value(Map<String, String> values, String name) {
    return Optional.ofNullable(values)
        .map(present -> present.get(name))
        .filter(value -> !value.isEmpty());
  }
}
