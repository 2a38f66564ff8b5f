package dev.twinlens.infra.settings;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.List;
import java.util.Map;

/**
 * The secret settings of a stack, which its tracked file must have encrypted. The Pulumi CLI
 * enforces that only for a setting with a type, and a type would make the CLI refuse the setting's
 * empty default. The program's SDK does not tell how a value was stored; the CLI does, in the
 * environment of the program.
 */
public final class EncryptedSettings {
  private static final List<String> SECRET = List.of("githubToken");

  /** All settings as a JSON object, and a JSON array of the keys of those that are encrypted. */
  private static final String SETTINGS = "PULUMI_CONFIG";

  private static final String ENCRYPTED_KEYS = "PULUMI_CONFIG_SECRET_KEYS";

  private static final JsonMapper JSON = new JsonMapper();

  private EncryptedSettings() {}

  /**
   * Checks the settings that the CLI hands to the program.
   *
   * @param project the project's name
   * @param environment of the program
   * @throws SettingsException naming each secret that is set and not encrypted, without its value
   */
  public static void require(String project, Map<String, String> environment) {
    var values = read(environment, SETTINGS, "{}", new TypeReference<Map<String, String>>() {});
    var encrypted = read(environment, ENCRYPTED_KEYS, "[]", new TypeReference<List<String>>() {});
    var errors =
        SECRET.stream()
            .filter(setting -> !values.getOrDefault(project + ":" + setting, "").isBlank())
            .filter(setting -> !encrypted.contains(project + ":" + setting))
            .map(
                setting ->
                    "%s:%s is a secret, and the stack's file has it in the clear. Replace it with `pulumi config set --secret %s`, and make the old value invalid"
                        .formatted(project, setting, setting))
            .toList();
    if (!errors.isEmpty()) {
      throw new SettingsException(errors);
    }
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
