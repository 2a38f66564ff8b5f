package dev.twinlens.infra.controls;

import dev.twinlens.infra.graph.RecordedResource;
import dev.twinlens.infra.graph.RecordedStack;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.UnaryOperator;

/**
 * A change of what the program registered, to show that a check notices it. It changes the first
 * resource of its type, or of its type and name, that can be changed so.
 */
record Mutation(String description, UnaryOperator<RecordedStack> change) {

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
        recorded ->
            recorded.with(
                recorded.resources().stream()
                    .filter(resource -> !resource.type().equals(type))
                    .toList()));
  }

  /** Adds one resource, without properties. */
  static Mutation add(String type) {
    return new Mutation(
        "one " + type,
        recorded -> {
          var more = new ArrayList<>(recorded.resources());
          more.add(
              new RecordedResource(
                  "urn:pulumi:test::twinlens::" + type + "::added",
                  "",
                  Map.of(),
                  Set.of(),
                  RecordedResource.Options.NONE));
          return recorded.with(more);
        });
  }

  /**
   * The changed stack.
   *
   * @throws AssertionError if nothing could be changed
   */
  RecordedStack of(RecordedStack recorded) {
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
              recorded.resources().stream()
                  .map(
                      candidate -> {
                        if (done.get()
                            || !(candidate.toString() + " ").startsWith(resource + " ")) {
                          return candidate;
                        }
                        var inputs =
                            edited(candidate.inputs(), List.of(path.split("\\.", -1)), edit);
                        done.set(!inputs.equals(candidate.inputs()));
                        return withInputs(candidate, inputs);
                      })
                  .toList());
        });
  }

  private static RecordedResource withInputs(
      RecordedResource resource, Map<String, Object> inputs) {
    return new RecordedResource(
        resource.urn(), resource.parent(), inputs, resource.secrets(), resource.options());
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
