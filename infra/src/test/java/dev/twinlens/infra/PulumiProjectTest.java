package dev.twinlens.infra;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twinlens.infra.graph.PulumiProject;
import dev.twinlens.infra.graph.RecordedStack;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Pulumi.yaml and the stacks' files, against the rules of the Pulumi CLI and of this program. */
class PulumiProjectTest {
  @Test
  void startsTheJarThatTheBuildMakes() throws IOException {
    assertThat(Recordings.PROJECT.runtime())
        .isEqualTo(Map.of("name", "java", "options", Map.of("binary", "infra/target/infra.jar")));
    assertThat(Files.readString(Path.of("infra/pom.xml"))).contains("<finalName>infra</finalName>");
  }

  @Test
  void describesEverySettingAndGivesItADefault() {
    assertThat(Recordings.PROJECT.settings().values())
        .isNotEmpty()
        .allSatisfy(
            setting -> {
              assertThat(setting).containsKeys("description", "default");
              assertThat(setting.containsKey("type") || setting.containsKey("secret")).isTrue();
            });
  }

  @Test
  void keepsOnlyTheGithubTokenSecretAndUntyped() {
    // With a type, the CLI refuses the unencrypted default where the token is not set.
    assertThat(Recordings.PROJECT.settings())
        .isNotEmpty()
        .allSatisfy(
            (name, setting) -> {
              assertThat(setting.containsKey("secret")).isEqualTo(name.equals("githubToken"));
              assertThat(setting.containsKey("type")).isNotEqualTo(name.equals("githubToken"));
            });
  }

  @Test
  void hasTheDefaultsThatTheProgramHas() {
    var defaults = new HashMap<String, String>();
    Recordings.PROJECT
        .settings()
        .forEach(
            (name, setting) ->
                defaults.put("twinlens:" + name, PulumiProject.text(setting.get("default"))));
    defaults.put("twinlens:siteHosting", "s3");
    assertThat(Recordings.settings(defaults))
        .isEqualTo(Recordings.settings(Map.of("twinlens:siteHosting", "s3")));
    assertThat(Recordings.PROJECT.settings().get("siteHosting"))
        .containsEntry("default", "amplify");
    assertThat(Recordings.PROJECT.settings().get("siteBranch")).containsEntry("default", "main");
  }

  @ParameterizedTest
  @ValueSource(strings = {"dev", "prod"})
  void hasAFileForEachStackThatTheProgramAccepts(String stack) {
    var stackFile = Recordings.PROJECT.stacks().get(stack);
    assertThat(stackFile).doesNotContainKey("twinlens:githubToken");
    assertThat(stackFile.keySet())
        .filteredOn(key -> key.startsWith("twinlens:"))
        .isSubsetOf(
            Recordings.PROJECT.settings().keySet().stream().map(key -> "twinlens:" + key).toList());

    assertThat(
            RecordedStack.of(Recordings.PROJECT.form(stack), Main::stack).outputs().get("apiUrl"))
        .asString()
        .startsWith("https://");
  }

  @ParameterizedTest
  @CsvSource({"dev, amplify", "prod, s3"})
  void hostsThePageInEitherWay(String stack, String hosting) {
    assertThat(Recordings.PROJECT.stacks().get(stack))
        .containsEntry("twinlens:siteHosting", hosting);
  }
}
