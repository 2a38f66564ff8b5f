package dev.twinlens.infra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;
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
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
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
  void demandsACliThatKnowsTheProject() throws IOException {
    assertThat(Files.readString(Path.of("Pulumi.yaml")))
        .containsPattern("(?m)^requiredPulumiVersion: \">=3\\.[0-9]+\\.[0-9]+\"$");
  }

  /** A deployer needs no service of the local deployment, and none of its tests. */
  @Test
  void isBuiltForADeployerWithoutTheLocalDeployment() throws IOException {
    var pom = Files.readString(Path.of("pom.xml"));
    var always = pom.substring(0, pom.indexOf("<profiles>"));
    assertThat(always).contains("<module>infra/deployer</module>");
    for (var module : List.of("local/lambda", "local/deployment", "operations", "e2e", "chaos")) {
      assertThat(pom).contains("<module>" + module + "</module>");
      assertThat(always).doesNotContain("<module>" + module + "</module>");
    }
    assertThat(Files.readString(Path.of("local/azure/pom.xml")))
        .contains("<skip>${local.servers.skip}</skip>");
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

  /** A sample would be taken, and fail in the middle of a deployment. */
  @Test
  void refusesAStackWithoutARepositoryOfItsOwn() {
    assertThat(Recordings.PROJECT.stacks().values())
        .noneMatch(file -> String.valueOf(file.get("twinlens:siteRepository")).contains("example"));
    var program =
        Recordings.attempt(
            Map.of("twinlens:siteHosting", "amplify", "twinlens:githubToken", "token"));
    assertThat(program.errors())
        .anySatisfy(error -> assertThat(error).contains("twinlens:siteRepository is not set"));
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

  /** A value of each setting that adds no resource, beside those of the stacks' files. */
  private static final Map<String, String> SETTINGS_OF_THE_SAME_RESOURCES =
      Map.ofEntries(
          entry("minConfidence", "2"),
          entry("maxLabels", "2"),
          entry("maxUploadMiB", "2"),
          entry("allowedTypes", "[\"image/png\"]"),
          entry("siteRepository", "https://github.com/example/fork"),
          entry("siteBranch", "other"),
          entry("githubToken", "another"),
          entry("apiRateLimit", "2"),
          entry("apiBurstLimit", "2"),
          entry("classifyConcurrency", "2"),
          entry("backupConcurrency", "2"),
          entry("thumbnailConcurrency", "2"),
          entry("logRetentionDays", "3"),
          entry("backupAccessTier", "Cold"),
          entry("backupRetentionDays", "900"),
          entry("resourceGroup", "backups"),
          entry("permissionsBoundary", "arn:aws:iam::123456789012:policy/bound"));

  static Stream<Arguments> settingsOfTheSameResources() {
    return Stream.concat(
        SETTINGS_OF_THE_SAME_RESOURCES.entrySet().stream()
            .map(setting -> Arguments.of(setting.getKey(), setting.getValue())),
        Stream.of(
            Arguments.of("backupAccessTier", "Hot"),
            Arguments.of("backupAccessTier", "Cool"),
            Arguments.of("backupImmutabilityDays", "29"),
            Arguments.of("verifyMiBPerDay", "7")));
  }

  /** So that a new setting is either in the forms of a stack, or known to add no resource. */
  @Test
  void isKnownBySettingsThatAddResourcesAndOthers() {
    for (var stack : Recordings.PROJECT.stacks().keySet()) {
      var inFile = Recordings.PROJECT.form(stack).settings();
      var known = new TreeSet<>(SETTINGS_OF_THE_SAME_RESOURCES.keySet());
      for (var form : Recordings.PROJECT.forms(stack)) {
        form.settings().entrySet().stream()
            .filter(setting -> !setting.getValue().equals(inFile.get(setting.getKey())))
            .forEach(setting -> known.add(setting.getKey().replace("twinlens:", "")));
      }
      assertThat(known).isEqualTo(new TreeSet<>(Recordings.PROJECT.settings().keySet()));
    }
  }

  /** So that the forms of a stack have every resource that its deployments can have. */
  @ParameterizedTest
  @MethodSource("settingsOfTheSameResources")
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

  /**
   * The CLI refuses text where {@code Pulumi.yaml} declares a list, so no page may tell to set one
   * like other settings.
   */
  @Test
  void tellsHowToSetAList() throws IOException {
    var lists =
        Recordings.PROJECT.settings().entrySet().stream()
            .filter(setting -> "array".equals(setting.getValue().get("type")))
            .map(Map.Entry::getKey)
            .toList();
    assertThat(lists).containsExactly("allowedTypes");
    assertThat(Files.readString(Path.of("docs/settings.md")))
        .contains("pulumi config set --path 'allowedTypes[0]' image/jpeg");
    for (var page : List.of("README.md", "docs/settings.md", "docs/deploy.md")) {
      assertThat(Files.readString(Path.of(page))).doesNotContain("config set allowedTypes");
    }
  }

  /** The CLI deletes the stack's tracked file otherwise. */
  @Test
  void removesAStackWithoutItsFile() throws IOException {
    for (var page : List.of("README.md", "docs/deploy.md", "docs/operations.md")) {
      assertThat(Files.readString(Path.of(page)))
          .as(page)
          .doesNotContainPattern("pulumi stack rm(?! --preserve-config)");
    }
    assertThat(Files.readString(Path.of("docs/deploy.md")))
        .contains("pulumi stack rm --preserve-config", "pulumi login");
    assertThat(Files.readString(Path.of("README.md"))).contains("pulumi login");
    // URNs have no physical names.
    assertThat(Files.readString(Path.of("docs/operations.md")))
        .contains("pulumi stack --show-ids")
        .doesNotContain("--show-urns");
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
