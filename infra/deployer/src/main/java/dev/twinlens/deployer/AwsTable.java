package dev.twinlens.deployer;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.type.TypeReference;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What the AWS provider calls, by type of resource: {@code aws.yaml}.
 *
 * @param conditions conditions by their names: values by key, by operator
 * @param policies permissions by type, by the policy that they belong to
 * @param unchecked types and functions that need no permission, with the reason
 */
record AwsTable(
    @JsonProperty(required = true) Map<String, Map<String, Map<String, String>>> conditions,
    @JsonProperty(required = true) Map<String, Map<String, List<AwsPermission>>> policies,
    @JsonProperty(required = true) Map<String, String> unchecked) {
  static final String FILE = "aws.yaml";

  /**
   * A permission in its place.
   *
   * @param policy the policy that it belongs to
   * @param permission the permission
   * @param conditions its conditions: values by key, by operator
   */
  record Entry(
      String policy, AwsPermission permission, Map<String, Map<String, String>> conditions) {}

  AwsTable {
    policies.forEach(AwsTable::requireUniqueSids);
    for (var permission : permissions(policies).toList()) {
      permission
          .when()
          .filter(name -> !conditions.containsKey(name))
          .ifPresent(
              name -> {
                throw new IllegalArgumentException("there are no conditions " + name);
              });
    }
    var types = policies.values().stream().map(Map::keySet).flatMap(Set::stream).toList();
    if (Set.copyOf(types).size() != types.size()) {
      throw new IllegalArgumentException("a type is in two policies: " + types);
    }
  }

  private static void requireUniqueSids(String policy, Map<String, List<AwsPermission>> types) {
    var sids = new HashSet<String>();
    types
        .values()
        .forEach(
            permissions ->
                permissions.forEach(
                    permission -> {
                      if (!sids.add(permission.sid())) {
                        throw new IllegalArgumentException(
                            "%s repeats the sid %s".formatted(policy, permission.sid()));
                      }
                    }));
  }

  static AwsTable read() {
    return Tables.read(FILE, new TypeReference<>() {});
  }

  private static Stream<AwsPermission> permissions(
      Map<String, Map<String, List<AwsPermission>>> policies) {
    return policies.values().stream()
        .flatMap(types -> types.values().stream())
        .flatMap(List::stream);
  }

  /** Every permission of the table. */
  Stream<AwsPermission> permissions() {
    return permissions(policies);
  }

  /** Every type and function of the table. */
  Set<String> types() {
    return Stream.concat(
            policies.values().stream().flatMap(types -> types.keySet().stream()),
            unchecked.keySet().stream())
        .collect(Collectors.toUnmodifiableSet());
  }

  /**
   * What a type of resource, or a function, needs.
   *
   * @throws IllegalArgumentException if the table does not have it
   */
  List<Entry> of(String type) {
    if (!types().contains(type)) {
      throw new IllegalArgumentException(
          "%s does not say what deploying %s needs: add it"
              .formatted(Tables.FOLDER.resolve(FILE), type));
    }
    return policies.entrySet().stream()
        .flatMap(
            policy ->
                policy.getValue().getOrDefault(type, List.of()).stream()
                    .map(
                        permission ->
                            new Entry(
                                policy.getKey(),
                                permission,
                                permission.when().map(conditions::get).orElse(Map.of()))))
        .toList();
  }
}
