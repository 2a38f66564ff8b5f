package dev.twinlens.local.apigateway;

import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/**
 * A route with its Lambda integration, payload format 2.0.
 *
 * @param routeKey {@code METHOD /path}, {@code ANY /path} or {@code $default}; a path may have
 *     {@code {name}} segments and end in {@code {name+}}
 * @param functionName the function's name or ARN
 * @param timeout the integration's timeout, 50 ms to 30 s
 * @param responseParameters by status of the function's response: mappings such as {@code
 *     append:header.Link} with their static values. They do not apply to the gateway's own
 *     responses.
 * @see <a
 *     href="https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-routes.html">Create
 *     routes for HTTP APIs</a>
 */
public record RouteSpec(
    String routeKey,
    String functionName,
    Duration timeout,
    Map<Integer, Map<String, String>> responseParameters) {

  public RouteSpec {
    Map<Integer, Map<String, String>> copy = new TreeMap<>();
    responseParameters.forEach((status, mappings) -> copy.put(status, Map.copyOf(mappings)));
    responseParameters = Map.copyOf(copy);
    if (timeout.compareTo(Duration.ofMillis(50)) < 0
        || timeout.compareTo(Duration.ofSeconds(30)) > 0) {
      throw new IllegalArgumentException(
          "The integration of %s has a timeout of %s; it must be 50 ms to 30 s"
              .formatted(routeKey, timeout));
    }
  }

  public RouteSpec(String routeKey, String functionName) {
    this(routeKey, functionName, Duration.ofSeconds(30), Map.of());
  }
}
