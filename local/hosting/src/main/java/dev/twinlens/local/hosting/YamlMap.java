package dev.twinlens.local.hosting;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;

/** A YAML mapping read with errors that name the place. */
final class YamlMap {
  private final String place;
  private final Map<?, ?> entries;

  private YamlMap(String place, Map<?, ?> entries) {
    this.place = place;
    this.entries = entries;
  }

  static YamlMap parse(String document, String yaml) {
    Object root;
    try {
      root = new Yaml(new SafeConstructor(new LoaderOptions())).load(yaml);
    } catch (YAMLException e) {
      throw new HostingException(document + " is no YAML: " + e.getMessage(), e);
    }
    return of(document, root);
  }

  private static YamlMap of(String place, Object value) {
    if (value == null) {
      return new YamlMap(place, Map.of());
    }
    if (value instanceof Map<?, ?> map) {
      return new YamlMap(place, map);
    }
    throw new HostingException(place + " must be a mapping, not: " + value);
  }

  /** Refuses what the laptop would leave out in silence. */
  YamlMap allowing(Set<String> known) {
    for (Object key : entries.keySet()) {
      if (!known.contains(String.valueOf(key))) {
        throw new HostingException(
            place + ": \"" + key + "\" is not known to the laptop's Amplify, which knows " + known);
      }
    }
    return this;
  }

  boolean has(String key) {
    return entries.get(key) != null;
  }

  YamlMap map(String key) {
    return of(place + "." + key, entries.get(key));
  }

  String text(String key) {
    Object value = entries.get(key);
    if (value == null || value instanceof Map || value instanceof List) {
      throw new HostingException(place + "." + key + " must be a text");
    }
    return value.toString();
  }

  List<String> texts(String key) {
    return list(key).stream().map(String::valueOf).toList();
  }

  List<YamlMap> maps(String key) {
    return list(key).stream().map(item -> of(place + "." + key + "[]", item)).toList();
  }

  Map<String, String> toTexts() {
    Map<String, String> texts = new LinkedHashMap<>();
    for (Object key : entries.keySet()) {
      texts.put(String.valueOf(key), text(String.valueOf(key)));
    }
    return texts;
  }

  private List<?> list(String key) {
    Object value = entries.get(key);
    if (value == null) {
      return List.of();
    }
    if (value instanceof List<?> list) {
      return list;
    }
    throw new HostingException(place + "." + key + " must be a list");
  }
}
