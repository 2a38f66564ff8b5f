package dev.twinlens.local.deployment.stack;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.twinlens.local.pulumi.DeploymentFailure;
import dev.twinlens.local.pulumi.PulumiProgram;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;

/**
 * A stack's configuration as Pulumi's CLI would hand it to the program: the values of {@code
 * Pulumi.<stack>.yaml}, completed and checked with the schema in {@code Pulumi.yaml}.
 *
 * <p>The laptop holds no key to decrypt a secret with and needs none. A declared secret that the
 * stack file leaves out, or holds encrypted, gets a stand-in value.
 *
 * @param values fully qualified keys to values; lists and objects as JSON
 * @param secretKeys keys whose values are secret
 * @param standIns secret keys whose values the laptop made up
 */
public record StackConfiguration(
    String project,
    String stack,
    Path binary,
    Map<String, String> values,
    List<String> secretKeys,
    List<String> standIns) {
  private static final JsonMapper JSON = new JsonMapper();

  /**
   * Reads both files.
   *
   * @throws DeploymentFailure when a file is missing or malformed, or a value is missing or of the
   *     wrong type; the message names the key
   */
  public static StackConfiguration read(Path projectDirectory, String stack) {
    Map<String, Object> project = yaml(projectDirectory.resolve("Pulumi.yaml"));
    Path stackFile = projectDirectory.resolve("Pulumi." + stack + ".yaml");
    if (!Files.isRegularFile(stackFile)) {
      throw new DeploymentFailure(
          "there is no stack '%s': %s is missing; the stacks are %s"
              .formatted(stack, stackFile.getFileName(), stacks(projectDirectory)));
    }
    return new Reading(text(project, "name"), binary(project))
        .read(stack, object(project, "config"), object(yaml(stackFile), "config"));
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
          "the configuration value %s is missing: add it to Pulumi.%s.yaml".formatted(key, stack));
    }
    return value;
  }

  private static Path binary(Map<String, Object> project) {
    Object runtime = project.get("runtime");
    if (runtime instanceof Map<?, ?> map
        && map.get("options") instanceof Map<?, ?> options
        && options.get("binary") instanceof String binary) {
      return Path.of(binary);
    }
    throw new DeploymentFailure("Pulumi.yaml names no program: runtime.options.binary is missing");
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

  private static Map<String, Object> yaml(Path file) {
    try (Reader reader = Files.newBufferedReader(file)) {
      Object document = new Yaml(new SafeConstructor(new LoaderOptions())).load(reader);
      if (document instanceof Map<?, ?> map) {
        return typed(map);
      }
      throw new DeploymentFailure(file.getFileName() + " is not a YAML mapping");
    } catch (IOException e) {
      throw new DeploymentFailure("cannot read " + file + ": " + e.getMessage(), e);
    } catch (YAMLException e) {
      throw new DeploymentFailure(file.getFileName() + " is not valid YAML: " + e.getMessage(), e);
    }
  }

  private static String text(Map<String, Object> map, String key) {
    if (map.get(key) instanceof String text) {
      return text;
    }
    throw new DeploymentFailure("Pulumi.yaml has no " + key);
  }

  private static Map<String, Object> object(Map<String, Object> map, String key) {
    return map.get(key) instanceof Map<?, ?> object ? typed(object) : Map.of();
  }

  private static Map<String, Object> typed(Map<?, ?> map) {
    Map<String, Object> typed = new LinkedHashMap<>();
    map.forEach((key, value) -> typed.put(String.valueOf(key), value));
    return typed;
  }

  private static String json(Object value) {
    try {
      return JSON.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  /** One reading of the two files: collects the values, their secrecy and what is wrong. */
  private static final class Reading {
    private final String project;
    private final Path binary;
    private final Map<String, String> values = new TreeMap<>();
    private final TreeSet<String> secrets = new TreeSet<>();
    private final List<String> standIns = new ArrayList<>();
    private final List<String> errors = new ArrayList<>();

    Reading(String project, Path binary) {
      this.project = project;
      this.binary = binary;
    }

    StackConfiguration read(String stack, Map<String, Object> schema, Map<String, Object> given) {
      given.forEach((key, value) -> given(qualified(key), value));
      schema.forEach((key, declaration) -> declared(qualified(key), declaration));
      if (!errors.isEmpty()) {
        throw new DeploymentFailure(
            "the configuration of stack '%s' is wrong: %s"
                .formatted(stack, String.join("; ", errors)));
      }
      return new StackConfiguration(
          project, stack, binary, values, List.copyOf(secrets), List.copyOf(standIns));
    }

    private String qualified(String key) {
      return key.contains(":") ? key : project + ":" + key;
    }

    private void given(String key, Object value) {
      if (value instanceof Map<?, ?> map && map.containsKey("secure")) {
        standIn(key);
      } else {
        values.put(key, value instanceof String text ? text : json(value));
      }
    }

    private void declared(String key, Object declaration) {
      if (!(declaration instanceof Map<?, ?> properties)) {
        values.putIfAbsent(key, declaration instanceof String text ? text : json(declaration));
        return;
      }
      boolean secret = Boolean.TRUE.equals(properties.get("secret"));
      if (secret) {
        secrets.add(key);
      }
      if (!values.containsKey(key)) {
        Object fixed = properties.get("value");
        Object otherwise = fixed == null ? properties.get("default") : fixed;
        if (secret) {
          standIn(key);
        } else if (otherwise != null) {
          values.put(key, otherwise instanceof String text ? text : json(otherwise));
        } else {
          // Pulumi's CLI requires what the schema declares without a default.
          errors.add(key + " is missing and has no default");
          return;
        }
      }
      checkType(key, properties.get("type"));
    }

    private void standIn(String key) {
      values.put(key, "stand-in-for-" + key.replace(':', '-'));
      secrets.add(key);
      standIns.add(key);
    }

    private void checkType(String key, Object type) {
      if (type == null) {
        return;
      }
      String value = values.get(key);
      boolean fits =
          switch (type.toString()) {
            case "string" -> true;
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
  }
}
