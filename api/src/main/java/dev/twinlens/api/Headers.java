package dev.twinlens.api;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The headers of a message; names in any case. */
final class Headers {
  private final Map<String, String> values = new TreeMap<>();

  Headers(Map<String, String> values) {
    values.forEach((name, value) -> this.values.put(name.toLowerCase(Locale.ROOT), value));
  }

  Optional<String> value(String name) {
    return Optional.ofNullable(values.get(name.toLowerCase(Locale.ROOT)));
  }

  /** The media type without its parameters; empty when there is none. */
  String mediaType() {
    return value("content-type").orElse("").split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
  }

  Iterable<String> names() {
    return values.keySet();
  }
}
