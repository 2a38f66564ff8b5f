package dev.twinlens.local.deployment.resources;

import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Replaces public DNS. In the cloud a website and a bucket have domain names, and the program
 * builds {@code https://…} origins from them; here those names resolve to nothing, or to somebody
 * else's bucket. In the inputs of other resources and in the stack's outputs each such origin is
 * replaced by the address on this machine.
 */
final class DomainNames {
  private final Map<Pattern, String> origins = new ConcurrentHashMap<>();

  /** Serves the domain, and the names one label below it, at the address. */
  void add(String domain, URI address) {
    origins.put(
        Pattern.compile(
            "https://(?:[a-zA-Z0-9-]+\\.)?" + Pattern.quote(domain) + "(?![a-zA-Z0-9.-])"),
        Matcher.quoteReplacement(address.toString()));
  }

  String rewriteOrigins(String text) {
    String rewritten = text;
    for (Map.Entry<Pattern, String> origin : origins.entrySet()) {
      rewritten = origin.getKey().matcher(rewritten).replaceAll(origin.getValue());
    }
    return rewritten;
  }

  /** The same values with the origins in every string, however deep, rewritten. */
  Map<String, Object> rewriteOrigins(Map<?, ?> values) {
    Map<String, Object> rewritten = new LinkedHashMap<>();
    values.forEach((name, value) -> rewritten.put((String) name, rewriteValue(value)));
    return rewritten;
  }

  private Object rewriteValue(Object value) {
    return switch (value) {
      case String text -> rewriteOrigins(text);
      case Map<?, ?> map -> rewriteOrigins(map);
      case List<?> list -> list.stream().map(this::rewriteValue).toList();
      default -> value;
    };
  }
}
