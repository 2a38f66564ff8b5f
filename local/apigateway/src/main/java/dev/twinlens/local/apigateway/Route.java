package dev.twinlens.local.apigateway;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A parsed route key.
 *
 * @param spec the route
 * @param method a method, or {@code ANY}
 * @param segments the path's; empty for {@code $default}
 */
record Route(RouteSpec spec, String method, List<Segment> segments) {
  private static final String DEFAULT = "$default";
  private static final String ANY = "ANY";
  private static final Pattern KEY =
      Pattern.compile("(ANY|DELETE|GET|HEAD|OPTIONS|PATCH|POST|PUT) (/.*)");
  private static final Pattern VARIABLE = Pattern.compile("\\{([A-Za-z0-9._-]+)(\\+?)}");

  /** What a path segment matches, the most specific first. */
  private enum Kind {
    LITERAL,
    VARIABLE,
    GREEDY
  }

  record Segment(Kind kind, String text) {}

  /** A route with the decoded values of its path variables. */
  record Match(Route route, Map<String, String> pathParameters) {}

  /**
   * The first matching route in this order serves a request: a full match before one with a greedy
   * variable, then {@code $default}; a method before {@code ANY}.
   */
  static final Comparator<Route> MOST_SPECIFIC_FIRST =
      Comparator.comparing((Route route) -> route.segments.isEmpty())
          .thenComparing(Route::shape)
          .thenComparing(route -> route.method.equals(ANY));

  /**
   * @throws IllegalArgumentException when API Gateway would reject the key
   */
  static Route of(RouteSpec spec) {
    if (spec.routeKey().equals(DEFAULT)) {
      return new Route(spec, ANY, List.of());
    }
    Matcher key = KEY.matcher(spec.routeKey());
    if (!key.matches()) {
      throw new IllegalArgumentException(
          "The route key \"" + spec.routeKey() + "\" is not METHOD /path, ANY /path or $default");
    }
    List<Segment> segments = new ArrayList<>();
    String[] texts = key.group(2).substring(1).split("/", -1);
    for (int i = 0; i < texts.length; i++) {
      Matcher variable = VARIABLE.matcher(texts[i]);
      if (!variable.matches()) {
        if (texts[i].contains("{")) {
          throw new IllegalArgumentException(
              "The route key \""
                  + spec.routeKey()
                  + "\" has a variable that is a part of a segment");
        }
        segments.add(new Segment(Kind.LITERAL, texts[i]));
      } else if (variable.group(2).isEmpty()) {
        segments.add(new Segment(Kind.VARIABLE, variable.group(1)));
      } else if (i == texts.length - 1) {
        segments.add(new Segment(Kind.GREEDY, variable.group(1)));
      } else {
        throw new IllegalArgumentException(
            "The route key \"" + spec.routeKey() + "\" has a greedy variable before its end");
      }
    }
    return new Route(spec, key.group(1), List.copyOf(segments));
  }

  /** One letter for each segment; L &lt; V &lt; Y is the order from specific to general. */
  private String shape() {
    StringBuilder shape = new StringBuilder();
    for (Segment segment : segments) {
      shape.append(
          switch (segment.kind) {
            case LITERAL -> 'L';
            case VARIABLE -> 'V';
            case GREEDY -> 'Y';
          });
    }
    return shape.toString();
  }

  /**
   * @param rawPath still encoded, starting with a slash
   * @throws IllegalArgumentException when a percent sign starts no escape
   */
  Optional<Match> match(String requestMethod, String rawPath) {
    if (!method.equals(ANY) && !method.equals(requestMethod)) {
      return Optional.empty();
    }
    if (segments.isEmpty()) {
      return Optional.of(new Match(this, Map.of()));
    }
    List<String> path = Arrays.asList(rawPath.substring(1).split("/", -1));
    boolean greedy = segments.get(segments.size() - 1).kind == Kind.GREEDY;
    if (greedy ? path.size() < segments.size() : path.size() != segments.size()) {
      return Optional.empty();
    }
    Map<String, String> parameters = new LinkedHashMap<>();
    for (int i = 0; i < segments.size(); i++) {
      Segment segment = segments.get(i);
      String text =
          segment.kind == Kind.GREEDY
              ? String.join("/", path.subList(i, path.size()))
              : path.get(i);
      String decoded = UrlText.decodePath(text);
      if (segment.kind == Kind.LITERAL) {
        if (!decoded.equals(segment.text)) {
          return Optional.empty();
        }
      } else if (text.isEmpty()) {
        return Optional.empty();
      } else {
        parameters.put(segment.text, decoded);
      }
    }
    return Optional.of(new Match(this, parameters));
  }

  /**
   * The source ARN with which the gateway invokes the function.
   *
   * @see <a
   *     href="https://docs.aws.amazon.com/apigateway/latest/developerguide/arn-format-reference.html">ARN
   *     format reference: execute-api</a>
   */
  String sourceArn(HttpApiSpec api, String requestMethod) {
    String path = spec.routeKey().substring(spec.routeKey().indexOf(' ') + 1);
    String methodAndPath = segments.isEmpty() ? DEFAULT : requestMethod + path;
    return "arn:aws:execute-api:%s:%s:%s/$default/%s"
        .formatted(api.region(), api.accountId(), api.apiId(), methodAndPath);
  }
}
