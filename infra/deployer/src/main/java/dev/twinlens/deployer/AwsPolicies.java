package dev.twinlens.deployer;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** IAM policies with which a stack's resources can be deployed and removed: one for each file. */
final class AwsPolicies {
  static final String CLOUD = "aws";

  private final AwsNeeds needs;
  private final Map<String, Map<Need, Statement>> files = new TreeMap<>();

  /** What becomes of a need when all resources that have it are taken together. */
  private record Statement(
      Set<String> resources, Map<String, Map<String, Set<String>>> conditions) {}

  private AwsPolicies(AwsNeeds needs) {
    this.needs = needs;
  }

  /**
   * The policies by the names of their files.
   *
   * @throws IllegalArgumentException if the table lacks a type of the stack's
   */
  static Map<String, Map<String, Object>> of(StackGraph stack, AwsNeeds needs) {
    stack.functionsOf(CLOUD).forEach(needs::of);
    var policies = new AwsPolicies(needs);
    stack
        .resourcesOf(CLOUD)
        .forEach(resource -> policies.add(resource.type(), stack.names(resource)));
    return policies.documents();
  }

  private void add(String type, Names names) {
    for (var need : needs.of(type)) {
      var statement =
          files
              .computeIfAbsent(need.file(), file -> new LinkedHashMap<>())
              .computeIfAbsent(need, first -> new Statement(new TreeSet<>(), new TreeMap<>()));
      need.resources().forEach(resource -> statement.resources().add(names.pattern(resource)));
      need.conditions()
          .forEach(
              (operator, values) ->
                  values.forEach(
                      (key, value) ->
                          statement
                              .conditions()
                              .computeIfAbsent(operator, first -> new TreeMap<>())
                              .computeIfAbsent(key, first -> new TreeSet<>())
                              .add(names.pattern(value))));
    }
  }

  private Map<String, Map<String, Object>> documents() {
    var documents = new TreeMap<String, Map<String, Object>>();
    files.forEach(
        (file, statements) -> {
          var bySid = new TreeMap<String, Object>();
          statements.forEach((need, statement) -> bySid.put(need.sid(), json(need, statement)));
          var document = new LinkedHashMap<String, Object>();
          document.put("Version", "2012-10-17");
          document.put("Statement", bySid.values());
          documents.put(file, document);
        });
    return documents;
  }

  private static Map<String, Object> json(Need need, Statement statement) {
    var json = new LinkedHashMap<String, Object>();
    json.put("Sid", need.sid());
    json.put("Effect", "Allow");
    json.put("Action", new TreeSet<>(need.actions()));
    json.put("Resource", statement.resources());
    if (!statement.conditions().isEmpty()) {
      json.put("Condition", statement.conditions());
    }
    return json;
  }
}
