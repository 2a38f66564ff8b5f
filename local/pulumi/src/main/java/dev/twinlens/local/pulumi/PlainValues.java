package dev.twinlens.local.pulumi;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** Works on plain property values: nested maps and lists (see {@link Inputs}). */
public final class PlainValues {
  private PlainValues() {}

  /** The same values with every string, however deep, replaced by what the operator makes of it. */
  public static Map<String, Object> mapStrings(
      Map<String, Object> values, UnaryOperator<String> operator) {
    Map<String, Object> mapped = new LinkedHashMap<>();
    values.forEach((name, value) -> mapped.put(name, map(value, operator)));
    return mapped;
  }

  private static Object map(Object value, UnaryOperator<String> operator) {
    if (value instanceof String text) {
      return operator.apply(text);
    }
    if (value instanceof Map<?, ?> nested) {
      Map<String, Object> mapped = new LinkedHashMap<>();
      nested.forEach((name, element) -> mapped.put((String) name, map(element, operator)));
      return mapped;
    }
    if (value instanceof List<?> list) {
      return list.stream().map(element -> map(element, operator)).toList();
    }
    return value;
  }
}
