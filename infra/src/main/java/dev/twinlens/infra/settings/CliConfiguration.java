package dev.twinlens.infra.settings;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.List;
import java.util.Map;

/**
 * A stack's settings as the Pulumi CLI hands them to the program, in its environment. The program's
 * SDK tells neither which settings there are nor how one was stored.
 *
 * @param values all settings by their qualified keys
 * @param encrypted the keys of those that are encrypted
 */
record CliConfiguration(Map<String, String> values, List<String> encrypted) {
  private static final JsonMapper JSON = new JsonMapper();

  /** Without the variables, there are no settings. */
  static CliConfiguration in(Map<String, String> environment) {
    return new CliConfiguration(
        read(environment, "PULUMI_CONFIG", "{}", new TypeReference<>() {}),
        read(environment, "PULUMI_CONFIG_SECRET_KEYS", "[]", new TypeReference<>() {}));
  }

  private static <T> T read(
      Map<String, String> environment, String variable, String otherwise, TypeReference<T> type) {
    try {
      return JSON.readValue(environment.getOrDefault(variable, otherwise), type);
    } catch (JsonProcessingException malformed) {
      throw new IllegalStateException(variable + " is not what the Pulumi CLI writes", malformed);
    }
  }
}
