package dev.twinlens.deployer;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** Reads the tables, which are YAML, and says what is wrong with them by the place. */
final class Table {
  /** Where the tables and the folder of policies are, seen from the repository's root. */
  static final Path FOLDER = Path.of("infra", "deployer");

  private Table() {}

  static Map<String, Object> read(String file) {
    var options = new LoaderOptions();
    // Two entries for one type, the second of which would count.
    options.setAllowDuplicateKeys(false);
    try (Reader reader = Files.newBufferedReader(FOLDER.resolve(file))) {
      return map(new Yaml(new SafeConstructor(options)).load(reader), file);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  static Map<String, Object> map(Object value, String where) {
    if (!(value instanceof Map<?, ?> map)) {
      throw new IllegalArgumentException(where + " is not a mapping: " + value);
    }
    var result = new LinkedHashMap<String, Object>();
    map.forEach((key, inner) -> result.put(String.valueOf(key), inner));
    return result;
  }

  static List<Object> list(Object value, String where) {
    if (!(value instanceof List<?> list)) {
      throw new IllegalArgumentException(where + " is not a list: " + value);
    }
    return List.copyOf(list);
  }

  static List<String> strings(Object value, String where) {
    return list(value, where).stream().map(String::valueOf).toList();
  }

  /** The actions of an entry, by step; what is no step is left to the caller. */
  static List<String> actions(Map<String, Object> entry, String where) {
    var actions = new ArrayList<String>();
    for (var step : Step.values()) {
      if (entry.containsKey(step.key())) {
        actions.addAll(strings(entry.get(step.key()), where + "." + step.key()));
      }
    }
    if (actions.isEmpty()) {
      throw new IllegalArgumentException(where + " names no action");
    }
    return List.copyOf(actions);
  }
}
