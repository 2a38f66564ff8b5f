package dev.twinlens.api;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A path with variables, one segment each, or the whole rest of the path for a greedy one. */
final class PathTemplate {
  private static final Pattern VARIABLE = Pattern.compile("\\{([^}]+)}");

  private final List<String> variables = new ArrayList<>();
  private final Pattern pattern;
  private final String route;

  /**
   * @param template as the document writes it, such as {@code /images/{key}}
   * @param greedy the variables that may have slashes
   */
  PathTemplate(String template, Set<String> greedy) {
    StringBuilder regex = new StringBuilder();
    StringBuilder apiGateway = new StringBuilder();
    Matcher matcher = VARIABLE.matcher(template);
    int end = 0;
    while (matcher.find()) {
      String literal = template.substring(end, matcher.start());
      String variable = matcher.group(1);
      boolean isGreedy = greedy.contains(variable);
      variables.add(variable);
      regex.append(Pattern.quote(literal)).append(isGreedy ? "(.+)" : "([^/]+)");
      apiGateway.append(literal).append('{').append(variable).append(isGreedy ? "+}" : "}");
      end = matcher.end();
    }
    String rest = template.substring(end);
    pattern = Pattern.compile(regex + Pattern.quote(rest));
    route = apiGateway + rest;
  }

  /** As API Gateway writes it, such as {@code /images/{key+}}. */
  String route() {
    return route;
  }

  /** The variables' values, still encoded, if the path matches. */
  Optional<Map<String, String>> match(String path) {
    Matcher matcher = pattern.matcher(path);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    Map<String, String> values = new LinkedHashMap<>();
    for (int i = 0; i < variables.size(); i++) {
      values.put(variables.get(i), matcher.group(i + 1));
    }
    return Optional.of(values);
  }
}
