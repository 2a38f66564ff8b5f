package dev.twinlens.infra.graph;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A statement of an IAM or resource policy. What JSON may give once or as a list is always a set.
 *
 * @param sid its identifier, or empty
 * @param effect Allow or Deny
 * @param principal {@code *}, or the kind of principal and which; empty in a role's policy
 * @param actions what is allowed or denied
 * @param resources on what
 * @param conditions values by key, by operator
 */
public record PolicyStatement(
    String sid,
    String effect,
    String principal,
    Set<String> actions,
    Set<String> resources,
    Map<String, Map<String, String>> conditions) {

  static PolicyStatement from(Map<?, ?> json) {
    return new PolicyStatement(
        text(json, "Sid"),
        text(json, "Effect"),
        text(json, "Principal"),
        strings(json, "Action"),
        strings(json, "Resource"),
        json.get("Condition") instanceof Map<?, ?> operators ? conditions(operators) : Map.of());
  }

  /** A statement of a role's policy that allows without a condition. */
  public static PolicyStatement allow(String sid, Set<String> actions, Set<String> resources) {
    return new PolicyStatement(sid, "Allow", "", actions, resources, Map.of());
  }

  /** The statement with which a resource's policy denies requests that do not use TLS. */
  public static PolicyStatement tlsOnly(String action, String... resources) {
    return new PolicyStatement(
        "DenyInsecureTransport",
        "Deny",
        "*",
        Set.of(action),
        Set.of(resources),
        Map.of("Bool", Map.of("aws:SecureTransport", "false")));
  }

  public boolean isAllow() {
    return effect.equals("Allow");
  }

  private static String text(Map<?, ?> json, String key) {
    return json.containsKey(key) ? String.valueOf(json.get(key)) : "";
  }

  private static Set<String> strings(Map<?, ?> json, String key) {
    if (json.get(key) instanceof List<?> list) {
      return list.stream().map(String::valueOf).collect(Collectors.toUnmodifiableSet());
    }
    return json.containsKey(key) ? Set.of(String.valueOf(json.get(key))) : Set.of();
  }

  private static Map<String, Map<String, String>> conditions(Map<?, ?> operators) {
    return operators.entrySet().stream()
        .collect(
            Collectors.toMap(
                operator -> String.valueOf(operator.getKey()),
                operator ->
                    ((Map<?, ?>) operator.getValue())
                        .entrySet().stream()
                            .collect(
                                Collectors.toMap(
                                    key -> String.valueOf(key.getKey()),
                                    key -> String.valueOf(key.getValue())))));
  }
}
