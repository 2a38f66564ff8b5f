package dev.twinlens.local.apigateway;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An integration's response parameters: headers and a status to set, by the response's status.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-parameter-mapping.html">Transform
 *     API requests and responses</a>
 */
final class ResponseParameters {
  private static final Pattern HEADER =
      Pattern.compile("(append|overwrite|remove):header\\.([A-Za-z0-9!#$%&'*+.^_`|~-]+)");

  /** Headers that API Gateway reserves, besides those of CORS and its own. */
  private static final Set<String> RESERVED =
      Set.of(
          "authorization",
          "connection",
          "content-encoding",
          "content-length",
          "content-location",
          "forwarded",
          "keep-alive",
          "origin",
          "proxy-authenticate",
          "proxy-authorization",
          "te",
          "trailers",
          "transfer-encoding",
          "upgrade",
          "x-amz-cf-id",
          "x-amzn-trace-id",
          "x-forwarded-for",
          "x-forwarded-host",
          "x-forwarded-proto",
          "via");

  private sealed interface Mapping {
    record Header(String operation, String name, String value) implements Mapping {}

    record Status(int status) implements Mapping {}
  }

  private final Map<Integer, List<Mapping>> mappings = new HashMap<>();

  /**
   * @throws IllegalArgumentException when API Gateway would reject a mapping, or its value is not
   *     static
   */
  ResponseParameters(RouteSpec route) {
    route
        .responseParameters()
        .forEach(
            (status, byTarget) -> {
              List<Mapping> parsed = new ArrayList<>();
              new TreeMap<>(byTarget)
                  .forEach((target, value) -> parsed.add(parse(route, target, value)));
              mappings.put(status, parsed);
            });
  }

  private static Mapping parse(RouteSpec route, String target, String value) {
    if (value.contains("$")) {
      throw rejected(route, target, "only static values are supported, not " + value);
    }
    if (target.equals("overwrite:statuscode")) {
      if (!value.matches("[2-5][0-9]{2}")) {
        throw rejected(route, target, value + " is not a status code");
      }
      return new Mapping.Status(Integer.parseInt(value));
    }
    Matcher header = HEADER.matcher(target);
    if (!header.matches()) {
      throw rejected(route, target, "it is not append, overwrite or remove of a header");
    }
    String name = header.group(2).toLowerCase(Locale.ROOT);
    if (RESERVED.contains(name)
        || name.startsWith("access-control-")
        || name.startsWith("apigw-")) {
      throw rejected(route, target, "the header is reserved");
    }
    return new Mapping.Header(header.group(1), header.group(2), value);
  }

  private static IllegalArgumentException rejected(RouteSpec route, String target, String reason) {
    return new IllegalArgumentException(
        "Response parameter %s of %s: %s".formatted(target, route.routeKey(), reason));
  }

  void apply(GatewayResponse response) {
    for (Mapping mapping : mappings.getOrDefault(response.status(), List.of())) {
      switch (mapping) {
        case Mapping.Status status -> response.status(status.status());
        case Mapping.Header header -> {
          switch (header.operation()) {
            case "append" -> response.add(header.name(), header.value());
            case "overwrite" -> response.set(header.name(), header.value());
            default -> response.remove(header.name());
          }
        }
      }
    }
  }
}
