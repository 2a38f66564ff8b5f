package dev.twinlens.local.apigateway;

import java.util.List;

/**
 * An HTTP API with its {@code $default} stage, deployed automatically.
 *
 * @param apiId the API's id
 * @param accountId 12 digits
 * @param region where functions think that they are
 * @param cors {@link CorsConfiguration#none()} without one
 * @param routes in any order; no two of one key
 * @param throttling the stage's default route settings
 * @param accessLogFormat a line with {@code $context} variables; empty for no access log
 */
public record HttpApiSpec(
    String apiId,
    String accountId,
    String region,
    CorsConfiguration cors,
    List<RouteSpec> routes,
    Throttling throttling,
    String accessLogFormat) {

  public HttpApiSpec {
    routes = List.copyOf(routes);
  }
}
