package dev.twinlens.local.hosting;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Amplify's custom headers: every rule whose pattern matches the path adds its headers, a later one
 * wins.
 *
 * <p>In a pattern {@code **} matches any characters and {@code *} any within one folder; a pattern
 * without a leading slash matches at any depth.
 *
 * @see <a href="https://docs.aws.amazon.com/amplify/latest/userguide/custom-headers.html">Amplify's
 *     custom headers</a>
 */
final class HeaderRules {
  private record Document(List<DeclaredRule> customHeaders) {}

  private record DeclaredRule(String pattern, List<Header> headers) {}

  private record Header(String key, String value) {}

  private record Rule(Pattern pattern, List<Header> headers) {}

  private final List<Rule> rules;

  private HeaderRules(List<Rule> rules) {
    this.rules = rules;
  }

  /**
   * @param document what an error message calls the YAML
   * @throws HostingException when the document is invalid
   */
  static HeaderRules parse(String document, String yaml) {
    Document declared = StrictYaml.read(document, yaml, Document.class);
    return new HeaderRules(
        entries(declared.customHeaders()).map(rule -> rule(document, rule)).toList());
  }

  private static Rule rule(String document, DeclaredRule declared) {
    List<Header> headers = entries(declared.headers()).toList();
    if (declared.pattern() == null
        || headers.stream().anyMatch(header -> header.key() == null || header.value() == null)) {
      throw new HostingException(
          document + ": a rule needs a pattern, and each of its headers a key and a value");
    }
    return new Rule(glob(declared.pattern()), headers);
  }

  private static <T> Stream<T> entries(List<T> list) {
    return Optional.ofNullable(list).stream().flatMap(List::stream);
  }

  Map<String, String> headersFor(String path) {
    Map<String, String> headers = new LinkedHashMap<>();
    for (Rule rule : rules) {
      if (rule.pattern().matcher(path).matches()) {
        rule.headers().forEach(header -> headers.put(header.key(), header.value()));
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
