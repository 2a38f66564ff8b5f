package dev.twinlens.local.preview;

import dev.twinlens.local.pulumi.plugin.InputChanges;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * How a resource's inputs differ from those that are deployed.
 *
 * @param changes by the input's path, such as {@code rules[0].id}
 * @param replacing the changes that replace the resource
 * @param notCompared secrets whose deployed value is not known here
 */
public record Differences(
    Map<String, InputChanges.Kind> changes, List<String> replacing, List<String> notCompared) {
  static final Differences NONE = new Differences(Map.of(), List.of(), List.of());

  public Differences {
    changes = new LinkedHashMap<>(changes);
    replacing = List.copyOf(replacing);
    notCompared = List.copyOf(notCompared);
  }

  /** As Pulumi's CLI shows them: {@code [diff: ~name,+tags.Owner]}. */
  @Override
  public String toString() {
    return changes.entrySet().stream()
        .map(change -> sign(change.getValue()) + change.getKey())
        .collect(Collectors.joining(",", "[diff: ", "]"));
  }

  private static String sign(InputChanges.Kind kind) {
    return switch (kind) {
      case ADDED -> "+";
      case REMOVED -> "-";
      case CHANGED -> "~";
    };
  }
}
