package dev.twinlens.local.apigateway;

import java.util.List;

/**
 * An HTTP API with its {@code $default} stage, deployed automatically.
 *
 * @param apiId the API's ID
 * @param accountId 12 digits
 * @param region the region of the API's and the functions' ARNs
 * @param cors {@link CorsConfiguration#none()} without one
 * @param routes in any order; keys are unique
 * @param throttling the stage's default route settings
 * @param accessLogFormat a line with {@code $context} variables; empty without an access log
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
