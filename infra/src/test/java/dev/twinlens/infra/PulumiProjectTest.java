package dev.twinlens.infra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.MAP;

import dev.twinlens.infra.graph.PulumiProject;
import dev.twinlens.infra.graph.RecordedResource;
import dev.twinlens.infra.graph.RecordedStack;
import dev.twinlens.infra.graph.StackForm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
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
    // The CLI writes a secret encrypted.
    assertThat(stackFile.getOrDefault("twinlens:githubToken", Map.of("secure", "")))
        .asInstanceOf(MAP)
        .containsOnlyKeys("secure");
    assertThat(stackFile.keySet())
        .filteredOn(key -> key.startsWith("twinlens:"))
        .isSubsetOf(
            Recordings.PROJECT.settings().keySet().stream().map(key -> "twinlens:" + key).toList());

    assertThat(
            RecordedStack.of(Recordings.PROJECT.form(stack), Main::stack).outputs().get("apiUrl"))
        .asString()
        .startsWith("https://");
  }

  /** As {@code pulumi config set} leaves it: numbers are text, secrets are encrypted. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "encryptionsalt: v1:c2FsdA==:v1:bm9uY2U=:Y2lwaGVydGV4dA==",
        "secretsprovider: awskms://alias/twinlens-mine-secrets?region=eu-central-1\n"
            + "encryptedkey: Y2lwaGVydGV4dA=="
      })
  void takesAStackFileThatTheCliHasRewritten(String secrets, @TempDir Path folder)
      throws IOException {
    Files.copy(Path.of("Pulumi.yaml"), folder.resolve("Pulumi.yaml"));
    Files.writeString(
        folder.resolve("Pulumi.mine.yaml"),
        secrets
            + """

        config:
          aws:region: eu-central-1
          azure-native:location: westeurope
          twinlens:siteHosting: amplify
          twinlens:siteRepository: https://github.com/ann/twinlens
          twinlens:githubToken:
            secure: v1:bm9uY2U=:Y2lwaGVydGV4dA==
          twinlens:logRetentionDays: "7"
          twinlens:allowDelete: "true"
          twinlens:allowedTypes:
            - image/jpeg
        """);
    var project = PulumiProject.in(folder);
    assertThat(RecordedStack.of(project.form("mine"), Main::stack).outputs()).isNotEmpty();
  }

  /** So that the forms of a stack have every resource that its deployments can have. */
  @ParameterizedTest
  @CsvSource({
    "minConfidence, 2",
    "maxLabels, 2",
    "maxUploadMiB, 2",
    "allowedTypes, '[\"image/png\"]'",
    "siteBranch, other",
    "apiRateLimit, 2",
    "apiBurstLimit, 2",
    "classifyConcurrency, 2",
    "backupConcurrency, 2",
    "thumbnailConcurrency, 2",
    "logRetentionDays, 3",
    "backupAccessTier, Hot",
    "backupAccessTier, Cool",
    "backupAccessTier, Cold",
    "backupRetentionDays, 900",
    "backupImmutabilityDays, 29",
    "verifyMiBPerDay, 7"
  })
  void hasNoOtherSettingThatAddsAResource(String setting, String value) {
    for (var stack : Recordings.PROJECT.stacks().keySet()) {
      var form = Recordings.PROJECT.form(stack);
      var settings = new HashMap<>(form.settings());
      settings.put("twinlens:" + setting, value);
      var changed = new StackForm(form.project(), stack, settings, form.secretKeys());
      assertThat(urns(List.of(RecordedStack.of(changed, Main::stack))))
          .isSubsetOf(urns(Recordings.everyFormOf(stack)));
    }
  }

  private static Set<String> urns(List<RecordedStack> recordings) {
    return RecordedStack.union(recordings).resources().stream()
        .map(RecordedResource::urn)
        .collect(Collectors.toSet());
  }

  @ParameterizedTest
  @CsvSource({"dev, amplify", "prod, s3"})
  void hostsThePageInEitherWay(String stack, String hosting) {
    assertThat(Recordings.PROJECT.stacks().get(stack))
        .containsEntry("twinlens:siteHosting", hosting);
  }
}
