package dev.twinlens.local.apigateway;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What the gateway does about CORS by itself. */
final class Cors {
  private static final String PREFIX = "access-control-";

  private final CorsConfiguration configuration;

  Cors(CorsConfiguration configuration) {
    this.configuration = configuration;
  }

  boolean configured() {
    return !configuration.allowOrigins().isEmpty();
  }

  /** A preflight's answer; without CORS headers when the origin is not allowed. */
  Answer preflight(String origin) {
    Answer answer = new Answer(204, new byte[0]);
    Optional<String> allowed = allowedOrigin(origin);
    if (allowed.isPresent()) {
      answer.set(PREFIX + "allow-origin", allowed.get());
      put(answer, "allow-methods", configuration.allowMethods());
      put(answer, "allow-headers", configuration.allowHeaders());
      if (!configuration.maxAge().isZero()) {
        answer.set(PREFIX + "max-age", Long.toString(configuration.maxAge().toSeconds()));
      }
      credentials(answer);
    }
    return answer;
  }

  /** Replaces the CORS headers of an answer to a request that may have an origin. */
  void decorate(Answer answer, Optional<String> origin) {
    if (!configured()) {
      return;
    }
    answer.headers().keySet().removeIf(name -> name.toLowerCase(Locale.ROOT).startsWith(PREFIX));
    origin
        .flatMap(this::allowedOrigin)
        .ifPresent(
            allowed -> {
              answer.set(PREFIX + "allow-origin", allowed);
              put(answer, "expose-headers", configuration.exposeHeaders());
              credentials(answer);
            });
  }

  private Optional<String> allowedOrigin(String origin) {
    if (configuration.allowOrigins().contains("*")) {
      return Optional.of("*");
    }
    boolean allowed =
        configuration.allowOrigins().stream()
            .anyMatch(
                pattern ->
                    pattern.endsWith("://*")
                        ? origin.startsWith(pattern.substring(0, pattern.length() - 1))
                        : pattern.equalsIgnoreCase(origin));
    return allowed ? Optional.of(origin) : Optional.empty();
  }

  private static void put(Answer answer, String name, List<String> values) {
    if (!values.isEmpty()) {
      answer.set(PREFIX + name, String.join(",", values));
    }
  }

  private void credentials(Answer answer) {
    if (configuration.allowCredentials()) {
      answer.set(PREFIX + "allow-credentials", "true");
    }
  }
}
