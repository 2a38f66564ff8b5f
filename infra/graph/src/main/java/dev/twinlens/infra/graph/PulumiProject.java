package dev.twinlens.infra.graph;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The {@code Pulumi.yaml} of a folder and its stacks' files, as the Pulumi CLI reads them.
 *
 * @param name the project's name, which is also the namespace of its settings
 * @param runtime how the program is started
 * @param settings what {@code Pulumi.yaml} declares of each setting, by the setting's name
 * @param stacks what each stack's file sets, by qualified keys, by the stack's name
 */
public record PulumiProject(
    String name,
    Map<String, Object> runtime,
    Map<String, Map<String, Object>> settings,
    Map<String, Map<String, Object>> stacks) {
  /** A sample for secret settings, as no file has their values in the clear. */
  public static final String SAMPLE_SECRET = "sample-of-a-secret-setting";

  private static final String SAMPLE_REPOSITORY = "https://github.com/example/twinlens";

  private static final String STACK_FILE = "Pulumi\\.([^.]+)\\.yaml";

  private static final YAMLMapper YAML = new YAMLMapper();
  private static final JsonMapper JSON = new JsonMapper();

  /** What the files have in common: a map of settings, and of a project more. */
  private record Document(Map<String, Object> properties) {
    static Document read(Path file) {
      try {
        return new Document(YAML.readValue(file.toFile(), new TypeReference<>() {}));
      } catch (IOException unreadable) {
        throw new UncheckedIOException("cannot read " + file, unreadable);
      }
    }

    <T> Map<String, T> map(String property, TypeReference<TreeMap<String, T>> type) {
      return YAML.convertValue(properties.get(property), type);
    }
  }

  /** Reads the files. */
  public static PulumiProject in(Path folder) {
    var project = Document.read(folder.resolve("Pulumi.yaml"));
    return new PulumiProject(
        String.valueOf(project.properties().get("name")),
        project.map("runtime", new TypeReference<>() {}),
        project.map("config", new TypeReference<>() {}),
        stackFiles(folder));
  }

  private static Map<String, Map<String, Object>> stackFiles(Path folder) {
    try (var files = Files.list(folder)) {
      return files
          .filter(file -> file.getFileName().toString().matches(STACK_FILE))
          .collect(
              Collectors.toMap(
                  file -> file.getFileName().toString().replaceFirst(STACK_FILE, "$1"),
                  file -> Document.read(file).map("config", new TypeReference<>() {}),
                  (one, other) -> one,
                  TreeMap::new));
    } catch (IOException unreadable) {
      throw new UncheckedIOException("cannot list " + folder, unreadable);
    }
  }

  /**
   * A stack as its file has it: the defaults, and what the file sets.
   *
   * @throws IllegalArgumentException if there is no file of that stack
   */
  public StackForm form(String stack) {
    var file = stacks.getOrDefault(stack, Map.of());
    if (file.isEmpty()) {
      throw new IllegalArgumentException("no settings of a stack " + stack);
    }
    var values = new TreeMap<String, String>();
    var secretKeys = new TreeSet<String>();
    settings.forEach(
        (key, setting) -> {
          values.put(qualified(key), text(setting.getOrDefault("default", "")));
          if (Boolean.TRUE.equals(setting.get("secret"))) {
            secretKeys.add(qualified(key));
          }
        });
    file.forEach((key, value) -> values.put(key, text(value)));
    secretKeys.forEach(key -> values.put(key, SAMPLE_SECRET));
    // Everybody who deploys sets their own.
    values.computeIfPresent(
        qualified("siteRepository"), (key, value) -> value.isEmpty() ? SAMPLE_REPOSITORY : value);
    return new StackForm(name, stack, values, secretKeys);
  }

  /**
   * A stack as its file has it, and once more for each value of a setting that adds or removes
   * resources: each switch the other way round, an address for each mail, the other hosting, the
   * copies immutable or not, and read or not, and a budget.
   */
  public List<StackForm> forms(String stack) {
    var asInFile = form(stack);
    var forms = new ArrayList<>(List.of(asInFile));
    settings.forEach(
        (key, setting) ->
            alternatives(key, setting).stream()
                .filter(value -> !value.equals(asInFile.settings().get(qualified(key))))
                .forEach(value -> forms.add(with(asInFile, key, value))));
    return List.copyOf(forms);
  }

  private static List<String> alternatives(String key, Map<String, Object> setting) {
    if ("boolean".equals(setting.get("type"))) {
      return List.of("false", "true");
    }
    if (key.endsWith("Email")) {
      return List.of("someone@example.org");
    }
    return switch (key) {
      case "siteHosting" -> List.of("amplify", "s3");
      case "backupImmutabilityDays" -> List.of("0", "1");
      case "verifyMiBPerDay", "monthlyBudgetUsd" -> List.of("0", "1");
      default -> List.of();
    };
  }

  private StackForm with(StackForm form, String key, String value) {
    var values = new HashMap<>(form.settings());
    values.put(qualified(key), value);
    return new StackForm(name, form.stack(), values, form.secretKeys());
  }

  /** A setting's key as the CLI and the stacks' files have it. */
  public String qualified(String key) {
    return name + ":" + key;
  }

  /** A value as the CLI hands it to the program: text as it is, everything else as JSON. */
  public static String text(Object value) {
    try {
      return value instanceof String text ? text : JSON.writeValueAsString(value);
    } catch (JsonProcessingException impossible) {
      throw new IllegalArgumentException(impossible);
    }
  }
}
