package dev.twinlens.infra;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.yaml.snakeyaml.Yaml;

/** Pulumi.yaml and the stacks' files, as the Pulumi CLI hands them to the program. */
public final class Project {
  static final String NAMESPACE = "twinlens:";

  private Project() {}

  /** The stacks that have a file, in alphabetical order. */
  public static List<String> stacks() {
    try (var files = Files.list(Path.of(""))) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.matches("Pulumi\\.[^.]+\\.yaml"))
          .map(name -> name.split("\\.", -1)[1])
          .sorted()
          .toList();
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  static Map<String, Object> yaml(String file) {
    try {
      return new Yaml().load(Files.readString(Path.of(file)));
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  /** What Pulumi.yaml declares: each setting's properties by its name. */
  static Map<String, Map<String, Object>> declaredSettings() {
    var settings = new TreeMap<String, Map<String, Object>>();
    ((Map<?, ?>) yaml("Pulumi.yaml").get("config"))
        .forEach((key, value) -> settings.put(String.valueOf(key), stringKeys(value)));
    return settings;
  }

  /** What a stack's file sets. */
  static Map<String, Object> stackSettings(String stack) {
    return stringKeys(yaml("Pulumi." + stack + ".yaml").get("config"));
  }

  /**
   * The defaults, what the stack's file sets, and a token, which is the one value no file holds.
   */
  static Map<String, String> configuration(String stack) {
    var config = new TreeMap<String, String>();
    declaredSettings()
        .forEach((name, setting) -> config.put(NAMESPACE + name, text(setting.get("default"))));
    stackSettings(stack).forEach((key, value) -> config.put(key, text(value)));
    config.put(NAMESPACE + "githubToken", FakeClouds.GITHUB_TOKEN);
    return config;
  }

  /**
   * A stack as its file has it, and once more for each setting that adds or takes away resources
   * while the file stays: what is on turned off, what is off turned on, and each address for mails.
   */
  static List<Map<String, String>> configurations(String stack) {
    var asItIs = configuration(stack);
    var all = new ArrayList<Map<String, String>>();
    all.add(asItIs);
    declaredSettings()
        .forEach(
            (name, setting) -> {
              var key = NAMESPACE + name;
              if ("boolean".equals(setting.get("type"))) {
                all.add(with(asItIs, key, asItIs.get(key).equals("true") ? "false" : "true"));
              } else if (name.endsWith("Email")) {
                all.add(with(asItIs, key, "someone@example.org"));
              }
            });
    return all;
  }

  private static Map<String, String> with(Map<String, String> config, String key, String value) {
    var other = new HashMap<>(config);
    other.put(key, value);
    return other;
  }

  /** As the CLI hands it to the program: text as it is, all else as JSON. */
  static String text(Object value) {
    return value instanceof String text ? text : Json.write(value);
  }

  private static Map<String, Object> stringKeys(Object map) {
    var result = new TreeMap<String, Object>();
    ((Map<?, ?>) map).forEach((key, value) -> result.put(String.valueOf(key), value));
    return result;
  }
}
