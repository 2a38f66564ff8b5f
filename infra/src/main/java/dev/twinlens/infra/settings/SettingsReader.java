package dev.twinlens.infra.settings;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.pulumi.Config;
import com.pulumi.core.Output;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.IntPredicate;
import java.util.regex.Pattern;

/**
 * Reads settings one by one. An invalid value is replaced by a valid one until {@link
 * #throwOnErrors}, so that all errors are reported at once.
 */
final class SettingsReader {
  private final Config config;
  private final List<String> errors = new ArrayList<>();

  SettingsReader(Config config) {
    this.config = config;
  }

  /** Unset and empty are the same: Pulumi requires a default for each setting that is optional. */
  Optional<String> text(String key) {
    return config.get(key).map(String::strip).filter(value -> !value.isEmpty());
  }

  private void invalid(String key, String value, String allowed) {
    errors.add("%s:%s is \"%s\"; allowed: %s".formatted(config.getName(), key, value, allowed));
  }

  /** Refuses a setting for a reason of its own: the whole sentence. */
  void refuse(String error) {
    errors.add(error);
  }

  private void missing(String key, String allowed) {
    errors.add("%s:%s is not set; allowed: %s".formatted(config.getName(), key, allowed));
  }

  int integer(String key, int fallback, int least, int most) {
    return integer(
        key,
        fallback,
        value -> value >= least && value <= most,
        "a whole number from " + least + " to " + most);
  }

  int integer(String key, int fallback, IntPredicate allowed, String description) {
    var text = text(key);
    if (text.isEmpty()) {
      return fallback;
    }
    try {
      int value = Integer.parseInt(text.get());
      if (allowed.test(value)) {
        return value;
      }
    } catch (NumberFormatException notANumber) {
      // Reported below, like a number that is out of bounds.
    }
    invalid(key, text.get(), description);
    return fallback;
  }

  boolean bool(String key, boolean fallback) {
    return Boolean.parseBoolean(choice(key, Boolean.toString(fallback), List.of("true", "false")));
  }

  String choice(String key, String fallback, List<String> allowed) {
    var value = text(key).orElse(fallback);
    if (allowed.contains(value)) {
      return value;
    }
    invalid(key, value, String.join(", ", allowed));
    return fallback;
  }

  List<String> subset(String key, Set<String> allowed) {
    var text = text(key);
    if (text.isEmpty()) {
      return List.copyOf(allowed);
    }
    try {
      var values = new JsonMapper().readValue(text.get(), new TypeReference<List<String>>() {});
      if (!values.isEmpty() && allowed.containsAll(values)) {
        return List.copyOf(new TreeSet<>(values));
      }
    } catch (JsonProcessingException notAList) {
      // Reported below, like a list with other elements.
    }
    invalid(key, text.get(), "a list of one or more of " + String.join(", ", allowed));
    return List.copyOf(allowed);
  }

  Optional<String> optional(String key, Pattern pattern, String allowed) {
    var value = text(key);
    if (value.isPresent() && !pattern.matcher(value.get()).matches()) {
      invalid(key, value.get(), allowed);
    }
    return value;
  }

  String required(String key, Pattern pattern, String allowed) {
    var value = optional(key, pattern, allowed);
    if (value.isEmpty()) {
      missing(key, allowed);
    }
    return value.orElse("");
  }

  /** Checks only that the secret is set; its value stays in the secret output. */
  Output<String> secret(String key, String allowed) {
    if (text(key).isEmpty()) {
      missing(key, allowed);
      return Output.ofSecret("");
    }
    return config.requireSecret(key);
  }

  void throwOnErrors() {
    if (!errors.isEmpty()) {
      throw new SettingsException(errors);
    }
  }
}
