package dev.twinlens.infra;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A statement of a policy, with what may be one or several in JSON always as a set.
 *
 * @param sid its identifier, or nothing
 * @param effect Allow or Deny
 * @param principal {@code *}, or what kind of principal and which
 * @param actions what is allowed or denied
 * @param resources on what
 * @param conditions operator, key and value
 */
record Statement(
    String sid,
    String effect,
    String principal,
    Set<String> actions,
    Set<String> resources,
    Map<String, Map<String, String>> conditions) {

  static Statement from(Map<?, ?> json) {
    return new Statement(
        String.valueOf(json.containsKey("Sid") ? json.get("Sid") : ""),
        String.valueOf(json.get("Effect")),
        json.containsKey("Principal") ? String.valueOf(json.get("Principal")) : "",
        strings(json.get("Action")),
        strings(json.get("Resource")),
        conditions(json.get("Condition")));
  }

  /** A statement that allows a role something unconditionally. */
  static Statement allow(String sid, Set<String> actions, Set<String> resources) {
    return new Statement(sid, "Allow", "", actions, resources, Map.of());
  }

  /** The statement that every resource policy has. */
  static Statement tlsOnly(String action, String... resources) {
    return new Statement(
        "DenyInsecureTransport",
        "Deny",
        "*",
        Set.of(action),
        Set.of(resources),
        Map.of("Bool", Map.of("aws:SecureTransport", "false")));
  }

  private static Set<String> strings(Object value) {
    if (value instanceof List<?> list) {
      return list.stream().map(String::valueOf).collect(Collectors.toSet());
    }
    return value == null ? Set.of() : Set.of(String.valueOf(value));
  }

  private static Map<String, Map<String, String>> conditions(Object value) {
    if (!(value instanceof Map<?, ?> operators)) {
      return Map.of();
    }
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
