package dev.twinlens.infra.settings;

import java.util.List;
import java.util.Map;

/**
 * The secret settings of a stack, which its tracked file must have encrypted. The Pulumi CLI
 * enforces that only for a setting with a type, and a type would make the CLI refuse the setting's
 * empty default.
 */
public final class EncryptedSettings {
  private static final List<String> SECRET = List.of("githubToken");

  private EncryptedSettings() {}

  /**
   * Checks the settings that the CLI hands to the program.
   *
   * @param project the project's name
   * @param environment of the program
   * @throws SettingsException naming each secret that is set and not encrypted, without its value
   */
  public static void require(String project, Map<String, String> environment) {
    var configuration = CliConfiguration.in(environment);
    var errors =
        SECRET.stream()
            .filter(
                setting ->
                    !configuration.values().getOrDefault(project + ":" + setting, "").isBlank())
            .filter(setting -> !configuration.encrypted().contains(project + ":" + setting))
            .map(
                setting ->
                    "%s:%s is a secret, and the stack's file has it in the clear. Replace it with `pulumi config set --secret %s`, and make the old value invalid"
                        .formatted(project, setting, setting))
            .toList();
    if (!errors.isEmpty()) {
      throw new SettingsException(errors);
    }
  }
}
