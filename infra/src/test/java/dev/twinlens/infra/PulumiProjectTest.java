package dev.twinlens.infra;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import com.pulumi.Config;
import com.pulumi.test.internal.PulumiTestInternal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.yaml.snakeyaml.Yaml;

/** Pulumi.yaml and the stacks' files, against the rules of the Pulumi CLI and of this program. */
class PulumiProjectTest {
  private static final List<String> AMPLIFY_ONLY =
      List.of("siteRepository", "siteBranch", "githubToken");

  private static Map<String, Object> yaml(String file) throws IOException {
    return new Yaml().load(Files.readString(Path.of(file)));
  }

  private static Map<String, Map<String, Object>> declared() throws IOException {
    var settings = new TreeMap<String, Map<String, Object>>();
    ((Map<?, ?>) yaml("Pulumi.yaml").get("config"))
        .forEach((key, value) -> settings.put(String.valueOf(key), stringKeys((Map<?, ?>) value)));
    return settings;
  }

  private static Map<String, Object> stringKeys(Map<?, ?> map) {
    var result = new TreeMap<String, Object>();
    map.forEach((key, value) -> result.put(String.valueOf(key), value));
    return result;
  }

  /** As the CLI hands it to the program: text as it is, all else as JSON. */
  private static String asConfigured(Object value) {
    return value instanceof String text ? text : Json.write(value);
  }

  @Test
  void startsTheJarThatTheBuildMakes() throws IOException {
    assertThat(yaml("Pulumi.yaml").get("runtime"))
        .isEqualTo(Map.of("name", "java", "options", Map.of("binary", "infra/target/infra.jar")));
    assertThat(Files.readString(Path.of("infra/pom.xml"))).contains("<finalName>infra</finalName>");
  }

  @Test
  void declaresEverySettingThatTheProgramReads() throws IOException {
    var read = new HashSet<>(AMPLIFY_ONLY);
    Arrays.stream(Settings.class.getRecordComponents())
        .forEach(component -> read.add(component.getName()));
    assertThat(declared().keySet()).isEqualTo(read);
  }

  @Test
  void describesEverySettingAndGivesItADefault() throws IOException {
    assertThat(declared().values())
        .allSatisfy(
            setting -> {
              assertThat(setting).containsKeys("description", "default");
              assertThat(setting.containsKey("type") || setting.containsKey("secret")).isTrue();
            });
  }

  @Test
  void keepsOnlyTheGithubTokenSecretAndUntyped() throws IOException {
    // With a type, the CLI refuses the unencrypted default where the token is not set.
    assertThat(declared())
        .allSatisfy(
            (name, setting) -> {
              assertThat(setting.containsKey("secret")).isEqualTo(name.equals("githubToken"));
              assertThat(setting.containsKey("type")).isNotEqualTo(name.equals("githubToken"));
            });
  }

  @Test
  void hasTheDefaultsThatTheProgramHas() throws IOException {
    var defaults = new ImmutableMap.Builder<String, String>();
    declared()
        .forEach(
            (name, setting) -> {
              if (!name.equals("siteHosting")) {
                defaults.put("twinlens:" + name, asConfigured(setting.get("default")));
              }
            });
    assertThat(settings(defaults.put("twinlens:siteHosting", "s3").build()))
        .isEqualTo(settings(ImmutableMap.of("twinlens:siteHosting", "s3")));
    assertThat(declared().get("siteHosting")).containsEntry("default", "amplify");
    assertThat(declared().get("siteBranch")).containsEntry("default", "main");
  }

  private static Settings settings(ImmutableMap<String, String> config) {
    return Settings.from(
        new Config(PulumiTestInternal.config(config, ImmutableSet.of()), "twinlens"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"dev", "prod"})
  void hasAFileForEachStackThatTheProgramAccepts(String stack) throws IOException {
    var config = new TreeMap<String, String>();
    declared()
        .forEach(
            (name, setting) ->
                config.put("twinlens:" + name, asConfigured(setting.get("default"))));
    var stackFile = stringKeys((Map<?, ?>) yaml("Pulumi." + stack + ".yaml").get("config"));
    stackFile.forEach((key, value) -> config.put(key, asConfigured(value)));
    // The one value that no file holds.
    config.put("twinlens:githubToken", FakeClouds.GITHUB_TOKEN);
    assertThat(stackFile).doesNotContainKey("twinlens:githubToken");
    assertThat(stackFile.keySet())
        .filteredOn(key -> key.startsWith("twinlens:"))
        .isSubsetOf(declared().keySet().stream().map(key -> "twinlens:" + key).toList());

    assertThat(Program.run(config, Main::stack).output("apiUrl")).startsWith("https://");
  }

  @ParameterizedTest
  @CsvSource({"dev, amplify", "prod, s3"})
  void hostsThePageInEitherWay(String stack, String hosting) throws IOException {
    var config = stringKeys((Map<?, ?>) yaml("Pulumi." + stack + ".yaml").get("config"));
    assertThat(config).containsEntry("twinlens:siteHosting", hosting);
  }
}
