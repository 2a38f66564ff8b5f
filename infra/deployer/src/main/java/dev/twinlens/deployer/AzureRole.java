package dev.twinlens.deployer;

import com.fasterxml.jackson.core.type.TypeReference;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The Azure role with which the stacks' resources can be deployed and removed. */
final class AzureRole {
  static final String CLOUD = "azure-native";
  static final String FILE = "azure.yaml";

  /** A placeholder for the id of the subscription in which the role is created. */
  static final String SUBSCRIPTION = "SUBSCRIPTION_ID";

  private static final String GROUP = "azure-native:resources:ResourceGroup";

  private static final Pattern ACTION =
      Pattern.compile("Microsoft\\.\\w+(/\\w+)+/(read|write|delete|action)");

  private AzureRole() {}

  /** What the Azure provider calls, by type of resource or function, by step. */
  static Map<String, Map<ResourceOperation, List<String>>> table() {
    return Tables.read(FILE, new TypeReference<>() {});
  }

  /**
   * The role's definition as {@code az role definition create} takes it.
   *
   * @throws IllegalArgumentException if the table lacks a type of the stacks'
   */
  static Map<String, Object> of(
      List<DeployableStack> stacks, Map<String, Map<ResourceOperation, List<String>>> table) {
    var actions = new TreeSet<String>();
    for (var stack : stacks) {
      Stream.concat(
              stack.resourcesOf(CLOUD).stream().map(resource -> resource.type()),
              stack.functionsOf(CLOUD).stream())
          .forEach(type -> actions.addAll(actions(table, type)));
    }
    var role = new LinkedHashMap<String, Object>();
    role.put("Name", "Twinlens deployer");
    role.put("IsCustom", true);
    role.put("Description", "Deploys and removes the copies' storage account of Twinlens");
    role.put("Actions", actions);
    role.put("NotActions", List.of());
    role.put("DataActions", List.of());
    role.put("NotDataActions", List.of());
    role.put("AssignableScopes", stacks.stream().map(AzureRole::scope).distinct().toList());
    return role;
  }

  /** Where a stack's role is assigned: to its resource group if that exists before the stack. */
  private static String scope(DeployableStack stack) {
    var resources = stack.resourcesOf(CLOUD);
    var subscription = "/subscriptions/" + SUBSCRIPTION;
    return resources.stream().anyMatch(resource -> resource.type().equals(GROUP))
        ? subscription
        : subscription + "/resourceGroups/" + resources.get(0).input("resourceGroupName");
  }

  private static List<String> actions(
      Map<String, Map<ResourceOperation, List<String>>> table, String type) {
    var steps =
        Optional.ofNullable(table.get(type))
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "%s does not say what deploying %s needs: add it"
                            .formatted(Tables.FOLDER.resolve(FILE), type)));
    var actions = steps.values().stream().flatMap(List::stream).toList();
    for (var action : actions) {
      if (!ACTION.matcher(action).matches()) {
        throw new IllegalArgumentException(
            "%s: %s has an action that is not exact: %s".formatted(FILE, type, action));
      }
    }
    return actions;
  }
}
