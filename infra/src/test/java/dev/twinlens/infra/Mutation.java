package dev.twinlens.infra;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.UnaryOperator;

/**
 * A change of what the program registered, to show that a check sees it. It concerns the first
 * resource of its type, or of its type and name, that it is possible for.
 */
record Mutation(String description, UnaryOperator<Recorded> change) {

  /** Gives a property another value. */
  static Mutation set(String resource, String path, Object value) {
    return editing("%s: %s = %s".formatted(resource, path, value), resource, path, old -> value);
  }

  /** Leaves a property out. */
  static Mutation drop(String resource, String path) {
    return editing("%s: no %s".formatted(resource, path), resource, path, old -> null);
  }

  /** Replaces a part of a text, which has to be there. */
  static Mutation replace(String resource, String path, String part, String by) {
    return editing(
        "%s: %s instead of %s".formatted(resource, by, part),
        resource,
        path,
        old -> old instanceof String text && text.contains(part) ? text.replace(part, by) : old);
  }

  /** Leaves all resources of a type out. */
  static Mutation remove(String type) {
    return new Mutation(
        "no " + type,
        recorded -> recorded.with(resource -> resource.type().equals(type) ? null : resource));
  }

  /** Has one more resource, without properties. */
  static Mutation add(String type) {
    return new Mutation(
        "one " + type,
        recorded -> {
          var more = new ArrayList<>(recorded.resources());
          more.add(
              new Registered(
                  "$" + type + "::one", type, "one", "", Map.of(), Set.of(), false, List.of(), ""));
          return new Recorded(recorded.stack(), more);
        });
  }

  /**
   * The changed resources.
   *
   * @throws AssertionError if nothing could be changed
   */
  Recorded of(Recorded recorded) {
    var changed = change.apply(recorded);
    if (changed.equals(recorded)) {
      throw new AssertionError("nothing to change: " + description);
    }
    return changed;
  }

  private static Mutation editing(
      String description, String resource, String path, UnaryOperator<Object> edit) {
    return new Mutation(
        description,
        recorded -> {
          var done = new AtomicBoolean();
          return recorded.with(
              candidate -> {
                if (done.get() || !(candidate.toString() + " ").startsWith(resource + " ")) {
                  return candidate;
                }
                var inputs = edited(candidate.inputs(), List.of(path.split("\\.", -1)), edit);
                done.set(!inputs.equals(candidate.inputs()));
                return withInputs(candidate, inputs);
              });
        });
  }

  private static Registered withInputs(Registered resource, Map<String, Object> inputs) {
    return new Registered(
        resource.urn(),
        resource.type(),
        resource.name(),
        resource.parentName(),
        inputs,
        resource.secrets(),
        resource.isProtected(),
        resource.dependencies(),
        resource.provider());
  }

  private static Map<String, Object> edited(
      Map<?, ?> map, List<String> path, UnaryOperator<Object> edit) {
    var copy = new TreeMap<String, Object>();
    map.forEach((key, value) -> copy.put(String.valueOf(key), value));
    var value = editedValue(copy.get(path.get(0)), path.subList(1, path.size()), edit);
    if (value == null) {
      copy.remove(path.get(0));
    } else {
      copy.put(path.get(0), value);
    }
    return copy;
  }

  /** Nothing is made where the path leads to nothing, but for its last step. */
  private static Object editedValue(Object value, List<String> path, UnaryOperator<Object> edit) {
    if (path.isEmpty()) {
      return edit.apply(value);
    }
    if (value instanceof Map<?, ?> map) {
      return edited(map, path, edit);
    }
    if (value instanceof List<?> list && Integer.parseInt(path.get(0)) < list.size()) {
      var copy = new ArrayList<Object>(list);
      var index = Integer.parseInt(path.get(0));
      copy.set(index, editedValue(copy.get(index), path.subList(1, path.size()), edit));
      return copy;
    }
    return value;
  }

  @Override
  public String toString() {
    return description;
  }
}
