package dev.twinlens.infra.api;

import dev.twinlens.infra.functions.FunctionSpec;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * A function and the routes that it answers.
 *
 * @param function the function; its event is an HTTP event of payload version 2.0
 * @param routes the routes
 * @param responseHeaders headers that API Gateway adds to a response, by status
 */
public record Endpoint(
    FunctionSpec function,
    List<RouteKey> routes,
    Map<Integer, Map<String, String>> responseHeaders) {
  public Endpoint {
    routes = List.copyOf(routes);
    responseHeaders = Map.copyOf(responseHeaders);
  }

  static Endpoint of(FunctionSpec function, String... routes) {
    return new Endpoint(function, Arrays.stream(routes).map(RouteKey::new).toList(), Map.of());
  }

  Endpoint adding(int status, Map<String, String> headers) {
    return new Endpoint(function, routes, Map.of(status, headers));
  }
}
