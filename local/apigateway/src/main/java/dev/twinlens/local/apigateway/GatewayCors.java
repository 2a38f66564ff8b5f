package dev.twinlens.local.apigateway;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The gateway's own handling of CORS. */
final class GatewayCors {
  private static final String PREFIX = "access-control-";

  private final CorsConfiguration configuration;

  GatewayCors(CorsConfiguration configuration) {
    this.configuration = configuration;
  }

  boolean configured() {
    return !configuration.allowOrigins().isEmpty();
  }

  /** The response to a preflight request; without CORS headers when the origin is not allowed. */
  GatewayResponse preflight(String origin) {
    GatewayResponse response = new GatewayResponse(204, new byte[0]);
    Optional<String> allowed = allowedOrigin(origin);
    if (allowed.isPresent()) {
      response.set(PREFIX + "allow-origin", allowed.get());
      put(response, "allow-methods", configuration.allowMethods());
      put(response, "allow-headers", configuration.allowHeaders());
      if (!configuration.maxAge().isZero()) {
        response.set(PREFIX + "max-age", Long.toString(configuration.maxAge().toSeconds()));
      }
      credentials(response);
    }
    return response;
  }

  /** Replaces the CORS headers of a function's response. */
  void decorate(GatewayResponse response, Optional<String> origin) {
    if (!configured()) {
      return;
    }
    response.headers().keySet().removeIf(name -> name.toLowerCase(Locale.ROOT).startsWith(PREFIX));
    origin
        .flatMap(this::allowedOrigin)
        .ifPresent(
            allowed -> {
              response.set(PREFIX + "allow-origin", allowed);
              put(response, "expose-headers", configuration.exposeHeaders());
              credentials(response);
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

  private static void put(GatewayResponse response, String name, List<String> values) {
    if (!values.isEmpty()) {
      response.set(PREFIX + name, String.join(",", values));
    }
  }

  private void credentials(GatewayResponse response) {
    if (configuration.allowCredentials()) {
      response.set(PREFIX + "allow-credentials", "true");
    }
  }
}
