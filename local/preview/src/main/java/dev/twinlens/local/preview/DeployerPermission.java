package dev.twinlens.local.preview;

import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * One action on one resource, of an IAM policy or of an Azure role.
 *
 * @param action may have wildcards
 * @param resource may have wildcards; {@code *} in an Azure role
 * @param conditions the values by operator and key, joined by a space
 */
public record DeployerPermission(
    String action, String resource, Map<String, Set<String>> conditions) {
  /** Whether this one permits all that the other does: its wildcards stand for any text. */
  boolean includes(DeployerPermission other) {
    return matches(action.toLowerCase(Locale.ROOT), other.action.toLowerCase(Locale.ROOT))
        && matches(resource, other.resource)
        && conditions.entrySet().stream()
            .allMatch(
                condition ->
                    condition
                        .getValue()
                        .containsAll(
                            other.conditions.getOrDefault(condition.getKey(), Set.of("\0"))));
  }

  private static boolean matches(String pattern, String text) {
    String expression = Pattern.quote(pattern).replace("*", "\\E.*\\Q").replace("?", "\\E.\\Q");
    return Pattern.matches(expression, text);
  }

  @Override
  public String toString() {
    return resource.equals("*") ? action : action + " on " + resource;
  }
}
