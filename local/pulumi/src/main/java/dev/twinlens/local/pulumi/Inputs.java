package dev.twinlens.local.pulumi;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The inputs of one resource, or an object within them, as plain values (see {@link
 * PropertyValues}). A getter throws {@link IllegalArgumentException} that names the property when
 * it is missing or of another type.
 */
public final class Inputs {
  private final String path;
  private final Map<String, Object> values;

  private Inputs(String path, Map<String, Object> values) {
    this.path = path;
    this.values = values;
  }

  public static Inputs of(Map<String, Object> values) {
    return new Inputs("", values);
  }

  public Map<String, Object> asMap() {
    return values;
  }

  public boolean has(String name) {
    return values.containsKey(name);
  }

  /**
   * Refuses properties that would have no effect.
   *
   * @param whose what does not have them, for example {@code the laptop's subscriptions}
   */
  public void requireNone(String whose, String... names) {
    for (String name : names) {
      if (has(name)) {
        throw new IllegalArgumentException(whose + " have no " + path + name);
      }
    }
  }

  public String string(String name) {
    return required(name, optionalString(name));
  }

  public Optional<String> optionalString(String name) {
    return get(name, String.class);
  }

  public int integer(String name) {
    return required(name, optionalInteger(name));
  }

  public Optional<Integer> optionalInteger(String name) {
    return get(name, Double.class).map(Double::intValue);
  }

  public boolean bool(String name, boolean otherwise) {
    return get(name, Boolean.class).orElse(otherwise);
  }

  public Inputs object(String name) {
    return required(name, optionalObject(name));
  }

  public Optional<Inputs> optionalObject(String name) {
    return get(name, Map.class).map(map -> nested(name, map));
  }

  /** The elements of a list of objects; none when the property is absent. */
  public List<Inputs> objects(String name) {
    return list(name).stream()
        .map(
            element -> {
              if (element instanceof Map<?, ?> map) {
                return nested(name + "[]", map);
              }
              throw wrongType(name, "a list of objects", element);
            })
        .toList();
  }

  /** The elements of a list of strings; none when the property is absent. */
  public List<String> strings(String name) {
    return list(name).stream()
        .map(
            element -> {
              if (element instanceof String text) {
                return text;
              }
              throw wrongType(name, "a list of strings", element);
            })
        .toList();
  }

  /** The entries of an object whose values are strings; none when the property is absent. */
  public Map<String, String> stringMap(String name) {
    Map<String, String> strings = new LinkedHashMap<>();
    get(name, Map.class)
        .map(map -> nested(name, map))
        .ifPresent(
            nested -> nested.values.keySet().forEach(key -> strings.put(key, nested.string(key))));
    return strings;
  }

  public <T> T value(String name, Class<T> type) {
    return required(name, get(name, type));
  }

  public <T> Optional<T> get(String name, Class<T> type) {
    Object value = values.get(name);
    if (value == null) {
      return Optional.empty();
    }
    if (!type.isInstance(value)) {
      throw wrongType(name, "a " + type.getSimpleName(), value);
    }
    return Optional.of(type.cast(value));
  }

  private List<?> list(String name) {
    return get(name, List.class).map(list -> (List<?>) list).orElseGet(List::of);
  }

  private Inputs nested(String name, Map<?, ?> map) {
    Map<String, Object> typed = new LinkedHashMap<>();
    map.forEach((key, value) -> typed.put((String) key, value));
    return new Inputs(path + name + ".", typed);
  }

  private <T> T required(String name, Optional<T> value) {
    return value.orElseThrow(
        () -> new IllegalArgumentException("property '" + path + name + "' is missing"));
  }

  private IllegalArgumentException wrongType(String name, String expected, Object actual) {
    return new IllegalArgumentException(
        "property '%s%s' is not %s but a %s"
            .formatted(path, name, expected, actual.getClass().getSimpleName()));
  }
}
