package dev.twinlens.deployer;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** The IAM policies with which a stack's resources can be deployed and removed. */
final class AwsPolicies {
  static final String CLOUD = "aws";

  private final Map<String, Map<AwsPermission, Scope>> policies = new TreeMap<>();

  /** What a permission covers, over all resources that need it. */
  private record Scope(Set<String> resources, Map<String, Map<String, Set<String>>> conditions) {
    Scope() {
      this(new TreeSet<>(), new TreeMap<>());
    }

    void add(AwsTable.Entry entry, Placeholders placeholders) {
      entry
          .permission()
          .resource()
          .forEach(resource -> resources.add(placeholders.pattern(resource)));
      entry
          .conditions()
          .forEach(
              (operator, values) ->
                  values.forEach(
                      (key, value) ->
                          conditions
                              .computeIfAbsent(operator, first -> new TreeMap<>())
                              .computeIfAbsent(key, first -> new TreeSet<>())
                              .add(placeholders.pattern(value))));
    }
  }

  private AwsPolicies() {}

  /**
   * The policies by their names.
   *
   * @throws IllegalArgumentException if the table lacks a type of the stack's
   */
  static Map<String, Map<String, Object>> of(DeployableStack stack, AwsTable table) {
    stack.functionsOf(CLOUD).forEach(table::of);
    var policies = new AwsPolicies();
    stack
        .resourcesOf(CLOUD)
        .forEach(
            resource -> policies.add(stack.needs(table, resource), stack.placeholders(resource)));
    return policies.documents();
  }

  private void add(List<AwsTable.Entry> entries, Placeholders placeholders) {
    for (var entry : entries) {
      policies
          .computeIfAbsent(entry.policy(), policy -> new LinkedHashMap<>())
          .computeIfAbsent(entry.permission(), permission -> new Scope())
          .add(entry, placeholders);
    }
  }

  private Map<String, Map<String, Object>> documents() {
    var documents = new TreeMap<String, Map<String, Object>>();
    policies.forEach(
        (policy, scopes) -> {
          var bySid = new TreeMap<String, Object>();
          scopes.forEach(
              (permission, scope) -> bySid.put(permission.sid(), statement(permission, scope)));
          var document = new LinkedHashMap<String, Object>();
          document.put("Version", "2012-10-17");
          document.put("Statement", bySid.values());
          documents.put(policy, document);
        });
    return documents;
  }

  private static Map<String, Object> statement(AwsPermission permission, Scope scope) {
    var statement = new LinkedHashMap<String, Object>();
    statement.put("Sid", permission.sid());
    statement.put("Effect", "Allow");
    statement.put("Action", new TreeSet<>(permission.allActions()));
    statement.put("Resource", scope.resources());
    if (!scope.conditions().isEmpty()) {
      statement.put("Condition", scope.conditions());
    }
    return statement;
  }
}
