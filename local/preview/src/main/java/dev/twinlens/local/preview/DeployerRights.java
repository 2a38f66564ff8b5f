package dev.twinlens.local.preview;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.twinlens.local.pulumi.DeploymentFailure;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Permissions in the files of a folder: IAM policies, alone or as {@code aws iam
 * get-policy-version} prints them, and Azure roles, as they are created or listed.
 */
public record DeployerRights(List<DeployerPermission> allowed, List<DeployerPermission> denied) {
  private static final JsonMapper JSON = new JsonMapper();

  /**
   * What the deployer of a stack needs.
   *
   * @param policies the folder {@code infra/deployer/policies}
   */
  public static DeployerRights ofStack(Path policies, String stack) {
    return read(policies, "{aws-" + stack + "-*,azure-role}.json");
  }

  /** What the files of a folder give. */
  public static DeployerRights given(Path folder) {
    return read(folder, "*.json");
  }

  private static DeployerRights read(Path folder, String pattern) {
    DeployerRights rights = new DeployerRights(new ArrayList<>(), new ArrayList<>());
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, pattern)) {
      for (Path file : files) {
        rights.add(file, JSON.readTree(file.toFile()));
      }
    } catch (NoSuchFileException | NotDirectoryException e) {
      throw new DeploymentFailure("there is no folder " + folder, e);
    } catch (IOException e) {
      throw new DeploymentFailure(
          "cannot read the policies in %s: %s".formatted(folder, e.getMessage()), e);
    }
    if (rights.allowed.isEmpty()) {
      throw new DeploymentFailure("%s has no policy: no file allows anything".formatted(folder));
    }
    return rights;
  }

  /** The permissions that these rights lack of others. */
  public List<DeployerPermission> missing(DeployerRights demanded) {
    return demanded.allowed.stream()
        .filter(
            permission ->
                allowed.stream().noneMatch(given -> given.includes(permission))
                    || denied.stream().anyMatch(denial -> denial.includes(permission)))
        .distinct()
        .toList();
  }

  private void add(Path file, JsonNode document) {
    if (document.isArray()) {
      document.forEach(element -> add(file, element));
    } else if (document.has("Statement")) {
      list(document.get("Statement")).forEach(statement -> addStatement(file, statement));
    } else if (document.has("PolicyVersion")) {
      add(file, document.at("/PolicyVersion/Document"));
    } else if (document.has("PolicyDocument")) {
      add(file, document.get("PolicyDocument"));
    } else {
      addRole(document);
      document.path("permissions").forEach(this::addRole);
    }
  }

  private void addStatement(Path file, JsonNode statement) {
    if (statement.has("NotAction") || statement.has("NotResource")) {
      throw new DeploymentFailure(
          "%s has NotAction or NotResource, which a preview cannot compare. Use Action and Resource."
              .formatted(file));
    }
    List<DeployerPermission> target =
        statement.path("Effect").asText().equals("Allow") ? allowed : denied;
    for (JsonNode action : list(statement.path("Action"))) {
      for (JsonNode resource : list(statement.path("Resource"))) {
        target.add(
            new DeployerPermission(
                action.asText(), resource.asText(), conditions(statement.path("Condition"))));
      }
    }
  }

  private void addRole(JsonNode role) {
    for (String field : List.of("Actions", "DataActions", "actions", "dataActions")) {
      role.path(field)
          .forEach(action -> allowed.add(new DeployerPermission(action.asText(), "*", Map.of())));
    }
    for (String field : List.of("NotActions", "NotDataActions", "notActions", "notDataActions")) {
      role.path(field)
          .forEach(action -> denied.add(new DeployerPermission(action.asText(), "*", Map.of())));
    }
  }

  private static Map<String, Set<String>> conditions(JsonNode condition) {
    Map<String, Set<String>> conditions = new LinkedHashMap<>();
    condition
        .properties()
        .forEach(
            operator ->
                operator
                    .getValue()
                    .properties()
                    .forEach(
                        key -> {
                          Set<String> values = new LinkedHashSet<>();
                          list(key.getValue()).forEach(value -> values.add(value.asText()));
                          conditions.put(operator.getKey() + " " + key.getKey(), values);
                        }));
    return conditions;
  }

  private static List<JsonNode> list(JsonNode node) {
    List<JsonNode> elements = new ArrayList<>();
    if (node.isArray()) {
      node.forEach(elements::add);
    } else if (!node.isMissingNode()) {
      elements.add(node);
    }
    return elements;
  }
}
