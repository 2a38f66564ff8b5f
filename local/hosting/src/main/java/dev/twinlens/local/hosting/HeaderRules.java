package dev.twinlens.local.hosting;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Amplify's custom headers: every rule whose pattern matches the path adds its headers, a later one
 * wins.
 *
 * <p>In a pattern {@code **} stands for anything and {@code *} for anything within one folder; one
 * without a leading slash matches at any depth.
 *
 * @see <a href="https://docs.aws.amazon.com/amplify/latest/userguide/custom-headers.html">Amplify's
 *     custom headers</a>
 */
final class HeaderRules {
  private record Rule(Pattern pattern, Map<String, String> headers) {}

  private final List<Rule> rules;

  private HeaderRules(List<Rule> rules) {
    this.rules = rules;
  }

  static HeaderRules parse(String document, String yaml) {
    List<Rule> rules = new ArrayList<>();
    YamlMap root = YamlMap.parse(document, yaml).allowing(Set.of("customHeaders"));
    for (YamlMap rule : root.maps("customHeaders")) {
      rule.allowing(Set.of("pattern", "headers"));
      Map<String, String> headers = new LinkedHashMap<>();
      for (YamlMap header : rule.maps("headers")) {
        header.allowing(Set.of("key", "value"));
        headers.put(header.text("key"), header.text("value"));
      }
      rules.add(new Rule(glob(rule.text("pattern")), headers));
    }
    return new HeaderRules(rules);
  }

  Map<String, String> headersFor(String path) {
    Map<String, String> headers = new LinkedHashMap<>();
    for (Rule rule : rules) {
      if (rule.pattern().matcher(path).matches()) {
        headers.putAll(rule.headers());
      }
    }
    return headers;
  }

  private static Pattern glob(String pattern) {
    StringBuilder regex = new StringBuilder(pattern.startsWith("/") ? "" : "/(?:.*/)?");
    for (int i = 0; i < pattern.length(); i++) {
      if (pattern.startsWith("**/", i)) {
        regex.append("(?:.*/)?");
        i += 2;
      } else if (pattern.startsWith("**", i)) {
        regex.append(".*");
        i += 1;
      } else if (pattern.charAt(i) == '*') {
        regex.append("[^/]*");
      } else {
        regex.append(Pattern.quote(String.valueOf(pattern.charAt(i))));
      }
    }
    return Pattern.compile(regex.toString());
  }
}
