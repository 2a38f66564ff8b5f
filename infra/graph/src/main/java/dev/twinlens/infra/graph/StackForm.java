package dev.twinlens.infra.graph;

import java.util.Map;
import java.util.Set;

/**
 * A stack with the settings that a program gets for it.
 *
 * @param project the project's name, which is also the namespace of its settings
 * @param stack the stack's name
 * @param settings values by their qualified keys: {@code twinlens:maxLabels}
 * @param secretKeys the qualified keys whose values are secret
 */
public record StackForm(
    String project, String stack, Map<String, String> settings, Set<String> secretKeys) {
  public StackForm {
    settings = Map.copyOf(settings);
    secretKeys = Set.copyOf(secretKeys);
  }
}
