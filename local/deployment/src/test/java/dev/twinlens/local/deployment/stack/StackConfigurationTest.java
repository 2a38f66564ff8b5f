package dev.twinlens.local.deployment.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.twinlens.local.pulumi.DeploymentFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StackConfigurationTest {
  @TempDir private Path folder;

  @Test
  void completesTheStacksValuesWithTheSchemasDefaults() throws IOException {
    project(
        "  minConfidence: {type: number, default: 55}\n  types: {type: array, default: [a, b]}");
    stack("  aws:region: eu-central-1\n  demo:minConfidence: 70");

    StackConfiguration configuration = StackConfiguration.read(folder, "dev");

    assertThat(configuration.values())
        .containsEntry("aws:region", "eu-central-1")
        .containsEntry("demo:minConfidence", "70")
        .containsEntry("demo:types", "[\"a\",\"b\"]");
    assertThat(configuration.binary()).isEqualTo(Path.of("target/program.jar"));
  }

  @Test
  void givesADeclaredSecretAPlaceholder() throws IOException {
    project("  token: {secret: true, default: ''}");
    stack("  aws:region: eu-central-1");

    StackConfiguration configuration = StackConfiguration.read(folder, "dev");

    assertThat(configuration.placeholders()).containsExactly("demo:token");
    assertThat(configuration.secretKeys()).containsExactly("demo:token");
    assertThat(configuration.values().get("demo:token")).isNotEmpty();
    assertThat(configuration.forProgram().secretKeysJson()).isEqualTo("[\"demo:token\"]");
  }

  @Test
  void givesAnEncryptedValueAPlaceholder() throws IOException {
    project("  token: {type: string, secret: true}");
    stack("  demo:token:\n    secure: AAABAKh");

    StackConfiguration configuration = StackConfiguration.read(folder, "dev");

    assertThat(configuration.placeholders()).containsExactly("demo:token");
    assertThat(configuration.forProgram().configJson()).doesNotContain("AAABAKh");
  }

  @Test
  void givesTheRepositoryOfThePageAPlaceholder() throws IOException {
    project("  siteRepository: {type: string, default: ''}");
    stack("  aws:region: eu-central-1");

    StackConfiguration configuration = StackConfiguration.read(folder, "dev");

    assertThat(configuration.placeholders()).containsExactly("demo:siteRepository");
    assertThat(configuration.secretKeys()).isEmpty();
    assertThat(configuration.require("demo:siteRepository")).startsWith("https://github.com/");
  }

  @Test
  void keepsTheRepositoryThatIsSet() throws IOException {
    project("  siteRepository: {type: string, default: ''}");
    stack("  demo:siteRepository: https://github.com/ann/twinlens");

    StackConfiguration configuration = StackConfiguration.read(folder, "dev");

    assertThat(configuration.placeholders()).isEmpty();
    assertThat(configuration.require("demo:siteRepository"))
        .isEqualTo("https://github.com/ann/twinlens");
  }

  @Test
  void namesEveryWrongValueAtOnce() throws IOException {
    project("  count: {type: integer}\n  flag: {type: boolean}\n  needed: {type: string}");
    stack("  demo:count: many\n  demo:flag: 1");

    assertThatThrownBy(() -> StackConfiguration.read(folder, "dev"))
        .isInstanceOf(DeploymentFailure.class)
        .hasMessageContaining("demo:count must be of type integer, 'many' is not")
        .hasMessageContaining("demo:flag must be of type boolean")
        .hasMessageContaining("demo:needed is missing and has no default");
  }

  @Test
  void listsTheStacks() throws IOException {
    project("  a: {type: string, default: x}");
    stack("  aws:region: eu-central-1");

    assertThatThrownBy(() -> StackConfiguration.read(folder, "prod"))
        .hasMessageContaining("Pulumi.prod.yaml is missing")
        .hasMessageContaining("[dev]");
  }

  @Test
  void saysThatAFileIsNotYaml() throws IOException {
    project("  a: {type: string, default: x}");
    Files.writeString(folder.resolve("Pulumi.dev.yaml"), "config: [");

    assertThatThrownBy(() -> StackConfiguration.read(folder, "dev"))
        .hasMessageContaining("Pulumi.dev.yaml is not valid YAML");
  }

  @Test
  void refusesAKeyThatIsSetTwice() throws IOException {
    project("  a: {type: string, default: x}");
    stack("  demo:a: first\n  demo:a: second");

    assertThatThrownBy(() -> StackConfiguration.read(folder, "dev"))
        .hasMessageContaining("Pulumi.dev.yaml is not valid YAML")
        .hasMessageContaining("demo:a");
  }

  @Test
  void toleratesWhatOnlyPulumiReads() throws IOException {
    Files.writeString(
        folder.resolve("Pulumi.yaml"),
        """
        name: demo
        description: for people
        backend: {url: 's3://state'}
        runtime: {name: java, options: {binary: target/program.jar, other: 1}}
        config:
          demo:short: 3
          aws:region: {value: eu-west-1}
        """);
    Files.writeString(folder.resolve("Pulumi.dev.yaml"), "encryptionsalt: v1:abc\n");

    assertThat(StackConfiguration.read(folder, "dev").values())
        .isEqualTo(Map.of("demo:short", "3", "aws:region", "eu-west-1"));
  }

  @Test
  void namesTheMissingProgram() throws IOException {
    Files.writeString(folder.resolve("Pulumi.yaml"), "name: demo\nruntime: java\n");
    stack("  aws:region: eu-central-1");

    assertThatThrownBy(() -> StackConfiguration.read(folder, "dev"))
        .hasMessageContaining("Pulumi.yaml has no runtime.options.binary");
  }

  private void project(String config) throws IOException {
    Files.writeString(
        folder.resolve("Pulumi.yaml"),
        "name: demo\nruntime: {name: java, options: {binary: target/program.jar}}\nconfig:\n"
            + config
            + "\n");
  }

  private void stack(String config) throws IOException {
    Files.writeString(folder.resolve("Pulumi.dev.yaml"), "config:\n" + config + "\n");
  }
}
