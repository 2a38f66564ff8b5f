package dev.twinlens.local.pulumi;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * The inputs of one resource, the arguments of one function, or an object within them, as plain
 * values (see {@link PropertyValues}). A getter throws {@link IllegalArgumentException} that names
 * the input when it is missing or of another type.
 *
 * <p>Inputs remember what was read, so that a provider can refuse what it would silently drop: see
 * {@link #requireAllRead}. An object, or a list of objects, counts as read as far as its own inputs
 * were read. Not safe for use by several threads.
 */
public final class Inputs {
  private final String path;
  private final Map<String, Object> values;
  private final UnaryOperator<String> rewriting;
  private final List<IgnoredInput> ignored;
  private final Set<String> read = new HashSet<>();
  private final Map<String, List<Inputs>> objects = new HashMap<>();

  private Inputs(
      String path,
      Map<String, Object> values,
      UnaryOperator<String> rewriting,
      List<IgnoredInput> ignored) {
    this.path = path;
    this.values = values;
    this.rewriting = rewriting;
    this.ignored = ignored;
  }

  public static Inputs of(Map<String, Object> values) {
    return new Inputs("", values, UnaryOperator.identity(), new ArrayList<>());
  }

  /** The same inputs, none of them read, with every string passed through the operator. */
  public Inputs rewriting(UnaryOperator<String> operator) {
    return new Inputs(path, values, operator, new ArrayList<>());
  }

  public String string(String name) {
    return required(name, optionalString(name));
  }

  public Optional<String> optionalString(String name) {
    return get(name, String.class).map(rewriting);
  }

  public int integer(String name) {
    return required(name, optionalInteger(name));
  }

  public Optional<Integer> optionalInteger(String name) {
    Optional<Double> number = get(name, Double.class);
    if (number.isPresent() && number.get() != Math.rint(number.get())) {
      throw invalid(name, "must be a whole number, not " + number.get());
    }
    return number.map(Double::intValue);
  }

  public double number(String name) {
    return required(name, get(name, Double.class));
  }

  public boolean bool(String name, boolean otherwise) {
    return optionalBool(name).orElse(otherwise);
  }

  public Optional<Boolean> optionalBool(String name) {
    return get(name, Boolean.class);
  }

  public Archive archive(String name) {
    return required(name, get(name, Archive.class));
  }

  public Asset asset(String name) {
    return required(name, get(name, Asset.class));
  }

  public Inputs object(String name) {
    return required(name, optionalObject(name));
  }

  public Optional<Inputs> optionalObject(String name) {
    if (!objects.containsKey(name)) {
      get(name, Map.class).ifPresent(map -> objects.put(name, List.of(nested(name, map))));
    }
    return objects.getOrDefault(name, List.of()).stream().findFirst();
  }

  /** The elements of a list of objects; none when the input is absent. */
  public List<Inputs> objects(String name) {
    if (!objects.containsKey(name)) {
      List<Inputs> elements = new ArrayList<>();
      for (Map<?, ?> element : list(name, Map.class)) {
        elements.add(nested("%s[%d]".formatted(name, elements.size()), element));
      }
      objects.put(name, elements);
    }
    return objects.get(name);
  }

  /** The elements of a list of strings; none when the input is absent. */
  public List<String> strings(String name) {
    return list(name, String.class).stream().map(rewriting).toList();
  }

  /** The entries of an object whose values are strings; none when the input is absent. */
  public Map<String, String> stringMap(String name) {
    Map<String, String> strings = new LinkedHashMap<>();
    optionalObject(name)
        .ifPresent(map -> map.values.keySet().forEach(key -> strings.put(key, map.string(key))));
    return strings;
  }

  /**
   * Reads an input of which the provider implements some values only.
   *
   * @throws IllegalArgumentException when it is missing or has another value
   */
  public void requireValue(String name, Object... implemented) {
    if (!allowValue(name, implemented)) {
      throw missing(name);
    }
  }

  /**
   * Reads an input that may be missing and of which the provider implements some values only.
   *
   * @return whether it is there
   * @throws IllegalArgumentException when it has another value
   */
  public boolean allowValue(String name, Object... implemented) {
    Optional<Object> value = get(name, Object.class);
    if (value.isPresent() && !Arrays.asList(implemented).contains(value.get())) {
      throw invalid(
          name,
          "is %s, which is not implemented; use %s"
              .formatted(
                  value.get(),
                  String.join(" or ", Arrays.stream(implemented).map(String::valueOf).toList())));
    }
    return value.isPresent();
  }

  /**
   * Accepts an input, with all within it, that has no effect here.
   *
   * @param reason why it needs none, for the person who reads {@link #ignored}
   */
  public void ignore(String name, String reason) {
    read.add(name);
    objects.remove(name);
    noteWithoutEffect(name, reason);
  }

  /** Accepts all further inputs, whatever they are: for a resource that only observes. */
  public void ignoreOthers(String reason) {
    read.addAll(values.keySet());
    objects.clear();
    ignored.add(new IgnoredInput(path + "*", reason));
  }

  /** Lists an input as ignored that was read and kept, but that nothing acts on. */
  public void noteWithoutEffect(String name, String reason) {
    if (values.containsKey(name)) {
      ignored.add(new IgnoredInput((path + name).replaceAll("\\[\\d+]", "[]"), reason));
    }
  }

  /** The inputs that were accepted without effect. */
  public List<IgnoredInput> ignored() {
    return List.copyOf(ignored);
  }

  /** The paths of the inputs that were neither read nor ignored. */
  public List<String> unread() {
    List<String> unread = new ArrayList<>();
    for (String name : values.keySet()) {
      if (objects.containsKey(name)) {
        objects.get(name).forEach(object -> unread.addAll(object.unread()));
      } else if (!read.contains(name)) {
        unread.add(path + name);
      }
    }
    return unread;
  }

  /**
   * Refuses inputs that would be silently dropped.
   *
   * @param owner the resource or function, as the message names it
   * @throws UnsupportedException when an input was neither read nor ignored; it names each by its
   *     path
   */
  public void requireAllRead(String owner) {
    List<String> unread = unread();
    if (!unread.isEmpty()) {
      throw new UnsupportedException(
          "%s has inputs that are not implemented here: %s. Remove them from the program, or implement them in its provisioner."
              .formatted(owner, String.join(", ", unread)));
    }
  }

  /** An exception that names the input by its path. */
  public IllegalArgumentException invalid(String name, String problem) {
    return new IllegalArgumentException("%s%s %s".formatted(path, name, problem));
  }

  private IllegalArgumentException missing(String name) {
    return invalid(name, "is missing");
  }

  private <T> T required(String name, Optional<T> value) {
    return value.orElseThrow(() -> missing(name));
  }

  private <T> Optional<T> get(String name, Class<T> type) {
    read.add(name);
    return Optional.ofNullable(values.get(name)).map(value -> cast(name, value, type));
  }

  private <T> List<T> list(String name, Class<T> type) {
    List<T> elements = new ArrayList<>();
    for (Object element : get(name, List.class).orElseGet(List::of)) {
      elements.add(cast(name, element, type));
    }
    return elements;
  }

  private <T> T cast(String name, Object value, Class<T> type) {
    if (!type.isInstance(value)) {
      throw invalid(
          name,
          "must be a %s, not a %s"
              .formatted(type.getSimpleName(), value.getClass().getSimpleName()));
    }
    return type.cast(value);
  }

  private Inputs nested(String name, Map<?, ?> map) {
    Map<String, Object> typed = new LinkedHashMap<>();
    map.forEach((key, value) -> typed.put((String) key, value));
    return new Inputs(path + name + ".", typed, rewriting, ignored);
  }
}
