package dev.twinlens.local.iam;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * One call to be authorised.
 *
 * @param principal who calls
 * @param action the action, {@code service:Name}
 * @param resource the ARN acted upon, or {@code *} for an action that has no resource
 * @param context the request's condition keys that have one value, such as {@code aws:SourceArn};
 *     names in any case. A key that the request does not carry is absent, never empty.
 * @param multivaluedContext condition keys that may have several values, such as {@code
 *     dynamodb:LeadingKeys}; policies test them with {@code ForAllValues} or {@code ForAnyValue}
 * @param possibleKeys condition keys that are known to be absent where this call does not carry
 *     them. Of any other key nobody here can tell whether AWS would have supplied it.
 */
public record Request(
    Principal principal,
    String action,
    String resource,
    Map<String, String> context,
    Map<String, Set<String>> multivaluedContext,
    Set<String> possibleKeys) {

  public Request {
    context = Map.copyOf(context);
    multivaluedContext = Map.copyOf(multivaluedContext);
    possibleKeys =
        possibleKeys.stream()
            .map(key -> key.toLowerCase(Locale.ROOT))
            .collect(Collectors.toUnmodifiableSet());
  }

  public Request(
      Principal principal,
      String action,
      String resource,
      Map<String, String> context,
      Map<String, Set<String>> multivaluedContext) {
    this(principal, action, resource, context, multivaluedContext, Set.of());
  }

  public Request(Principal principal, String action, String resource, Map<String, String> context) {
    this(principal, action, resource, context, Map.of());
  }

  /** The same call where these condition keys are the ones that calls can carry. */
  Request among(Set<String> keys) {
    return new Request(principal, action, resource, context, multivaluedContext, keys);
  }

  /** Whether it can be told that a condition key which the call does not carry is absent. */
  boolean knowsOf(String key) {
    return possibleKeys.contains(key.toLowerCase(Locale.ROOT));
  }

  /** The values of a condition key, whose name is not case-sensitive; empty when it is absent. */
  List<String> values(String key) {
    Map<String, List<String>> byName = new TreeMap<>();
    multivaluedContext.forEach(
        (name, values) -> byName.put(name.toLowerCase(Locale.ROOT), List.copyOf(values)));
    context.forEach((name, value) -> byName.put(name.toLowerCase(Locale.ROOT), List.of(value)));
    return byName.getOrDefault(key.toLowerCase(Locale.ROOT), List.of());
  }
}
