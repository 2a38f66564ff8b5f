package dev.twinlens.infra.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.twinlens.infra.graph.PulumiProject;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class KnownSettingsTest {
  private static void require(String settings) {
    KnownSettings.require("twinlens", Map.of("PULUMI_CONFIG", settings));
  }

  @Test
  void areThoseOfTheProjectsFile() {
    assertThat(KnownSettings.OF_PROJECT)
        .isEqualTo(PulumiProject.in(Path.of("")).settings().keySet());
  }

  /** What a version of the provider adds is to be handed on or refused. */
  @Test
  void includeAllOfTheProvider() {
    var provider =
        Arrays.stream(com.pulumi.aws.Config.class.getDeclaredMethods())
            .map(method -> method.getName())
            .filter(name -> !name.contains("$"))
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(provider).hasSizeGreaterThan(30);
    assertThat(AwsProvider.settings()).containsAll(provider);
  }

  @Test
  void refuseAMisspeltGuardByName() {
    assertThatExceptionOfType(SettingsException.class)
        .isThrownBy(
            () -> require("{\"twinlens:protectdata\": \"true\", \"aws:allowedAccounts\": \"[]\"}"))
        .withMessageContainingAll(
            "twinlens:protectdata is no setting of this program",
            "pulumi config rm twinlens:protectdata",
            "protectData",
            "aws:allowedAccounts is no setting of this program",
            "allowedAccountIds");
  }

  /** Azure's provider is the default one, which the CLI configures. */
  @Test
  void takeWhatIsDeclaredAndWhatIsOfOtherProviders() {
    assertThatCode(
            () ->
                require(
                    "{\"twinlens:protectData\": \"true\", \"aws:region\": \"eu-west-1\", \"azure-native:location\": \"westeurope\"}"))
        .doesNotThrowAnyException();
    assertThatCode(() -> KnownSettings.require("twinlens", Map.of())).doesNotThrowAnyException();
  }
}
