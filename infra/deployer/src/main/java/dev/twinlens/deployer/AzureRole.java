package dev.twinlens.deployer;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** The Azure role with which the stacks' resources can be deployed and removed. */
final class AzureRole {
  static final String CLOUD = "azure-native";
  static final String FILE = "azure.yaml";

  /** What whoever creates the role has to put their subscription's id for. */
  static final String SUBSCRIPTION = "SUBSCRIPTION_ID";

  private static final Pattern ACTION =
      Pattern.compile("Microsoft\\.\\w+(/\\w+)+/(read|write|delete|action)");

  private AzureRole() {}

  /**
   * The role's definition as {@code az role definition create} takes it.
   *
   * @throws IllegalArgumentException if the table lacks a type of the stacks'
   */
  static Map<String, Object> of(List<StackGraph> stacks, Map<String, Object> table) {
    var actions = new TreeSet<String>();
    for (var stack : stacks) {
      stack.resourcesOf(CLOUD).forEach(resource -> actions.addAll(actions(table, resource.type())));
      stack.functionsOf(CLOUD).forEach(function -> actions.addAll(actions(table, function)));
    }
    var role = new LinkedHashMap<String, Object>();
    role.put("Name", "Twinlens deployer");
    role.put("IsCustom", true);
    role.put("Description", "Deploys and removes the copies' storage account of Twinlens");
    role.put("Actions", actions);
    role.put("NotActions", List.of());
    role.put("DataActions", List.of());
    role.put("NotDataActions", List.of());
    role.put("AssignableScopes", List.of("/subscriptions/" + SUBSCRIPTION));
    return role;
  }

  private static List<String> actions(Map<String, Object> table, String type) {
    if (!table.containsKey(type)) {
      throw new IllegalArgumentException(
          "%s does not say what deploying %s takes: add it"
              .formatted(Table.FOLDER.resolve(FILE), type));
    }
    var where = FILE + ": " + type;
    var actions = Table.actions(Table.map(table.get(type), where), where);
    for (var action : actions) {
      if (!ACTION.matcher(action).matches()) {
        throw new IllegalArgumentException(where + " has no exact action: " + action);
      }
    }
    return actions;
  }
}
