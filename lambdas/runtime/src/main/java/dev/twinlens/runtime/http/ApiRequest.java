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
  private final APIGatewayV2HTTPEvent event;
  private final Instant deadline;

  ApiRequest(APIGatewayV2HTTPEvent event, Instant deadline) {
    this.event = event;
    this.deadline = deadline;
  }

  /** Such as {@code GET /images/{key+}}; {@code $default} when no other route fits. */
  public String route() {
    return event.getRouteKey() == null ? "$default" : event.getRouteKey();
  }

  /** When Lambda ends this invocation. */
  public Instant deadline() {
    return deadline;
  }

  /** A query parameter; one without a value counts as not given. */
  public Optional<String> query(String name) {
    return value(event.getQueryStringParameters(), name);
  }

  /** A path parameter, decoded once by API Gateway. */
  public Optional<String> path(String name) {
    return value(event.getPathParameters(), name);
  }

  /**
   * The key of the image that the path names.
   *
   * @throws ProblemException (404) when it names none, or what cannot be the key of an object
   */
  public String imageKey() {
    String key =
        path("key")
            .orElseThrow(
                () -> new ProblemException(Problem.of(404, "The address names no image.")));
    if (!KeyLimits.isObjectKey(key)) {
      throw new ProblemException(
          Problem.of(
              404,
              "The address names no image: a key is Unicode text of at most "
                  + KeyLimits.MAX_OBJECT_KEY_BYTES
                  + " bytes of UTF-8."));
    }
    return key;
  }

  /** A header; API Gateway writes their names in lower case. */
  public Optional<String> header(String name) {
    return value(event.getHeaders(), name.toLowerCase(Locale.ROOT));
  }

  /** Whether the client reads answers that are compressed with gzip (RFC 9110, section 12.5.3). */
  boolean acceptsGzip() {
    return header("accept-encoding").stream()
        .flatMap(codings -> Arrays.stream(codings.split(",")))
        .map(coding -> coding.replace(" ", "").toLowerCase(Locale.ROOT))
        .anyMatch(coding -> coding.matches("gzip(;.*)?") && !coding.matches(".*;q=0(\\.0*)?"));
  }

  /** The body's bytes; none when there is no body. */
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
