package dev.twinlens.infra.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The forms of a stack, as they follow from a project's files. */
class StackFormsTest {
  @TempDir private Path folder;
  private PulumiProject project;

  @BeforeEach
  void read() throws IOException {
    Files.writeString(
        folder.resolve("Pulumi.yaml"),
        """
        name: shop
        runtime: {name: java, options: {binary: shop.jar}}
        config:
          size: {type: integer, default: 3}
          tags: {type: array, items: {type: string}, default: [a, b]}
          open: {type: boolean, default: false}
          alarmEmail: {type: string, default: ""}
          password: {secret: true, default: ""}
        """);
    Files.writeString(
        folder.resolve("Pulumi.big.yaml"), "config: {shop:size: 9, aws:region: eu-west-1}");
    Files.writeString(folder.resolve("Pulumi.small.yaml"), "config: {shop:open: true}");
    project = PulumiProject.in(folder);
  }

  @Test
  void areOfEachStackThatHasAFile() {
    assertThat(project.name()).isEqualTo("shop");
    assertThat(project.stacks()).containsOnlyKeys("big", "small");
  }

  @Test
  void haveDefaultsTheFilesValuesAndSampleSecrets() {
    var form = project.form("big");
    assertThat(form.stack()).isEqualTo("big");
    assertThat(form.settings())
        .isEqualTo(
            Map.of(
                "shop:size", "9",
                "shop:tags", "[\"a\",\"b\"]",
                "shop:open", "false",
                "shop:alarmEmail", "",
                "shop:password", PulumiProject.SAMPLE_SECRET,
                "aws:region", "eu-west-1"));
    assertThat(form.secretKeys()).containsExactly("shop:password");
  }

  @Test
  void includeEachSwitchTheOtherWayAndEachMail() {
    assertThat(project.forms("small"))
        .extracting(
            form -> form.settings().get("shop:open"),
            form -> form.settings().get("shop:alarmEmail"))
        .containsExactlyInAnyOrder(
            tuple("true", ""), tuple("false", ""), tuple("true", "someone@example.org"));
  }
}
