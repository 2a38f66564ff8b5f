package dev.twinlens.local.pulumi.plugin;

import java.util.List;
import java.util.Optional;

/**
 * What a provider knows of a type besides how to make such a resource.
 *
 * @param name how a resource gets a name that the program does not set; empty when it has none
 * @param replacingInputs paths of the inputs whose change replaces the resource, such as {@code
 *     ttl.attributeName}; without the indexes of list elements
 */
public record ResourceType(Optional<GeneratedName> name, List<String> replacingInputs) {
  public ResourceType {
    replacingInputs = List.copyOf(replacingInputs);
  }

  /**
   * Whether a change of an input replaces the resource.
   *
   * @param path with the indexes of list elements, such as {@code rules[0].id}
   */
  public boolean isReplacedBy(String path) {
    String input = path.replaceAll("\\[\\d+]", "");
    return replacingInputs.stream()
        .anyMatch(replacing -> input.equals(replacing) || input.startsWith(replacing + "."));
  }
}
