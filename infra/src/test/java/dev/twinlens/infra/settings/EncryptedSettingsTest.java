package dev.twinlens.infra.settings;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import java.util.Map;
import org.junit.jupiter.api.Test;

class EncryptedSettingsTest {
  private static void require(String settings, String encrypted) {
    EncryptedSettings.require(
        "twinlens", Map.of("PULUMI_CONFIG", settings, "PULUMI_CONFIG_SECRET_KEYS", encrypted));
  }

  @Test
  void refusesATokenInTheClearWithoutRepeatingIt() {
    assertThatExceptionOfType(SettingsException.class)
        .isThrownBy(() -> require("{\"twinlens:githubToken\": \"ghp_1\"}", "[]"))
        .withMessageContainingAll("twinlens:githubToken", "pulumi config set --secret githubToken")
        .extracting(SettingsException::getMessage, STRING)
        .doesNotContain("ghp_1");
  }

  @Test
  void takesAnEncryptedToken() {
    assertThatCode(
            () -> require("{\"twinlens:githubToken\": \"ghp_1\"}", "[\"twinlens:githubToken\"]"))
        .doesNotThrowAnyException();
  }

  /** Its default, which the CLI never encrypts. */
  @Test
  void takesAnEmptyToken() {
    assertThatCode(() -> require("{\"twinlens:githubToken\": \"\"}", "[]"))
        .doesNotThrowAnyException();
    assertThatCode(() -> EncryptedSettings.require("twinlens", Map.of()))
        .doesNotThrowAnyException();
  }
}
