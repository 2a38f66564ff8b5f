package dev.twinlens.local.iam;

import static java.util.stream.Collectors.toUnmodifiableMap;
import static java.util.stream.Collectors.toUnmodifiableSet;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * One call to be authorised. The names of condition keys are not case-sensitive; they are kept in
 * lower case.
 *
 * @param principal the caller
 * @param action the action, {@code service:Name}
 * @param resource the ARN acted upon, or {@code *} for an action that has no resource
 * @param context the request's condition keys that have one value, such as {@code aws:SourceArn}. A
 *     key that the request does not carry is absent, never empty.
 * @param multivaluedContext condition keys that may have several values, such as {@code
 *     dynamodb:LeadingKeys}; policies test them with {@code ForAllValues} or {@code ForAnyValue}
 * @param possibleKeys condition keys that are known to be absent where this call does not carry
 *     them. Whether AWS would have supplied any other key cannot be known here.
 */
public record Request(
    Principal principal,
    String action,
    String resource,
    Map<String, String> context,
    Map<String, Set<String>> multivaluedContext,
    Set<String> possibleKeys) {

  public Request {
    context = byLowerCase(context);
    multivaluedContext = byLowerCase(multivaluedContext);
    possibleKeys = possibleKeys.stream().map(Request::lowerCase).collect(toUnmodifiableSet());
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

  /** Whether a condition key that the call does not carry is known to be absent. */
  boolean knowsOf(String key) {
    return possibleKeys.contains(lowerCase(key));
  }

  /** The values of a condition key; empty when it is absent. */
  List<String> values(String key) {
    String name = lowerCase(key);
    return context.containsKey(name)
        ? List.of(context.get(name))
        : List.copyOf(multivaluedContext.getOrDefault(name, Set.of()));
  }

  private static <T> Map<String, T> byLowerCase(Map<String, T> keys) {
    return keys.entrySet().stream()
        .collect(toUnmodifiableMap(key -> lowerCase(key.getKey()), Map.Entry::getValue));
  }

  private static String lowerCase(String key) {
    return key.toLowerCase(Locale.ROOT);
  }
}
