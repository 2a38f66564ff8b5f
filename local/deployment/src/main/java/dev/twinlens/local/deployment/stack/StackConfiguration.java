package dev.twinlens.local.deployment.stack;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.twinlens.local.pulumi.DeploymentFailure;
import dev.twinlens.local.pulumi.PulumiProgram;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A stack's configuration as Pulumi's CLI passes it to the program: the values of {@code
 * Pulumi.<stack>.yaml}, completed and checked with the schema in {@code Pulumi.yaml}.
 *
 * <p>There is no key here to decrypt a secret with, and none is needed. A declared secret that the
 * stack file omits or holds encrypted gets a placeholder.
 *
 * @param values fully qualified keys to values; lists and objects as JSON
 * @param secretKeys keys whose values are secret
 * @param placeholders keys whose values are placeholders, because nothing here needs them
 */
public record StackConfiguration(
    String project,
    String stack,
    Path binary,
    Map<String, String> values,
    List<String> secretKeys,
    List<String> placeholders) {
  /** Which repository the page is built from; here it is the working tree, whatever this says. */
  private static final String REPOSITORY = "siteRepository";

  private static final String WORKING_TREE = "https://github.com/local/working-tree";

  private static final JsonMapper JSON = new JsonMapper();
  private static final YAMLMapper YAML =
      new YAMLMapper(
          YAMLFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build());

  /**
   * Reads both files.
   *
   * @throws DeploymentFailure when a file is missing or malformed, or a value is missing or of the
   *     wrong type; the message names the key
   */
  public static StackConfiguration read(Path projectDirectory, String stack) {
    JsonNode project = yaml(projectDirectory.resolve("Pulumi.yaml"));
    Path stackFile = projectDirectory.resolve("Pulumi." + stack + ".yaml");
    if (!Files.isRegularFile(stackFile)) {
      throw new DeploymentFailure(
          "there is no stack '%s': %s is missing; use one of %s"
              .formatted(stack, stackFile.getFileName(), stacks(projectDirectory)));
    }
    return new Reading(
            required(project, "/name"), Path.of(required(project, "/runtime/options/binary")))
        .read(stack, project.path("config"), yaml(stackFile).path("config"));
  }

  /** The configuration in the form of the program's environment variables. */
  public PulumiProgram.Configuration forProgram() {
    try {
      return new PulumiProgram.Configuration(
          project, stack, JSON.writeValueAsString(values), JSON.writeValueAsString(secretKeys));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The value of a key with its namespace, such as {@code aws:region}. */
  public String require(String key) {
    String value = values.get(key);
    if (value == null) {
      throw new DeploymentFailure(
          "the configuration value %s is missing; add it to Pulumi.%s.yaml".formatted(key, stack));
    }
    return value;
  }

  private static String required(JsonNode project, String pointer) {
    JsonNode value = project.at(pointer);
    if (!value.isTextual()) {
      throw new DeploymentFailure(
          "Pulumi.yaml has no " + pointer.substring(1).replace('/', '.') + "; add it");
    }
    return value.textValue();
  }

  private static List<String> stacks(Path projectDirectory) {
    try (var files = Files.list(projectDirectory)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.matches("Pulumi\\..+\\.yaml"))
          .map(name -> name.substring("Pulumi.".length(), name.length() - ".yaml".length()))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new DeploymentFailure("cannot list " + projectDirectory + ": " + e.getMessage(), e);
    }
  }

  private static JsonNode yaml(Path file) {
    try {
      JsonNode document = YAML.readTree(file.toFile());
      if (!document.isObject()) {
        throw new DeploymentFailure(file.getFileName() + " is not a YAML mapping");
      }
      return document;
    } catch (JsonProcessingException e) {
      throw new DeploymentFailure(file.getFileName() + " is not valid YAML: " + e.getMessage(), e);
    } catch (IOException e) {
      throw new DeploymentFailure("cannot read " + file + ": " + e.getMessage(), e);
    }
  }

  /** One reading of the two files: collects the values, their secrecy and the errors. */
  private static final class Reading {
    private final String project;
    private final Path binary;
    private final Map<String, String> values = new TreeMap<>();
    private final TreeSet<String> secrets = new TreeSet<>();
    private final List<String> placeholders = new ArrayList<>();
    private final List<String> errors = new ArrayList<>();

    Reading(String project, Path binary) {
      this.project = project;
      this.binary = binary;
    }

    StackConfiguration read(String stack, JsonNode schema, JsonNode given) {
      given.properties().forEach(entry -> given(qualified(entry.getKey()), entry.getValue()));
      schema.properties().forEach(entry -> declared(qualified(entry.getKey()), entry.getValue()));
      if (values.getOrDefault(qualified(REPOSITORY), WORKING_TREE).isEmpty()) {
        usePlaceholder(qualified(REPOSITORY), WORKING_TREE);
      }
      if (!errors.isEmpty()) {
        throw new DeploymentFailure(
            "the configuration of stack '%s' is invalid: %s"
                .formatted(stack, String.join("; ", errors)));
      }
      return new StackConfiguration(
          project, stack, binary, values, List.copyOf(secrets), List.copyOf(placeholders));
    }

    private String qualified(String key) {
      return key.contains(":") ? key : project + ":" + key;
    }

    private void given(String key, JsonNode value) {
      if (value.has("secure")) {
        useSecretPlaceholder(key);
      } else {
        values.put(key, text(value));
      }
    }

    /** The short form of a declaration is its value. */
    private void declared(String key, JsonNode declaration) {
      if (!declaration.isObject()) {
        values.putIfAbsent(key, text(declaration));
        return;
      }
      boolean secret = declaration.path("secret").asBoolean();
      if (secret) {
        secrets.add(key);
      }
      if (!values.containsKey(key)) {
        JsonNode value =
            declaration.has("value") ? declaration.path("value") : declaration.path("default");
        if (secret) {
          useSecretPlaceholder(key);
        } else if (value.isMissingNode()) {
          // Pulumi's CLI requires what the schema declares without a default.
          errors.add(key + " is missing and has no default");
          return;
        } else {
          values.put(key, text(value));
        }
      }
      checkType(key, declaration.path("type").asText());
    }

    private void useSecretPlaceholder(String key) {
      usePlaceholder(key, "placeholder-for-" + key.replace(':', '-'));
      secrets.add(key);
    }

    private void usePlaceholder(String key, String value) {
      values.put(key, value);
      placeholders.add(key);
    }

    private void checkType(String key, String type) {
      String value = values.getOrDefault(key, "");
      boolean fits =
          switch (type) {
            case "", "string" -> true;
            case "integer" -> value.matches("-?\\d+");
            case "number" -> value.matches("-?\\d+(\\.\\d+)?");
            case "boolean" -> value.equals("true") || value.equals("false");
            case "array" -> value.startsWith("[");
            case "object" -> value.startsWith("{");
            default -> throw new DeploymentFailure(key + " has an unknown type: " + type);
          };
      if (!fits) {
        String shown = secrets.contains(key) ? "its value" : "'" + value + "'";
        errors.add("%s must be of type %s, %s is not".formatted(key, type, shown));
      }
    }

    private static String text(JsonNode value) {
      return value.isTextual() ? value.textValue() : value.toString();
    }
  }
}
