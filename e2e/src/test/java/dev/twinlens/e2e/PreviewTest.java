package dev.twinlens.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code ./twinlens preview} before and after a deployment, and the diagram that it draws. */
@ExtendWith(DevStack.class)
class PreviewTest {
  private static final Pattern DIAGRAM = Pattern.compile("(?s)(?<=```mermaid\n).*?(?=```)");

  @TempDir private Path folder;

  private final Stack stack;

  PreviewTest(Stack stack) {
    this.stack = stack;
  }

  @Test
  void createsEverythingWithTheRightsOfTheRepository() {
    var preview =
        LocalCommand.start(
            "preview",
            "--data",
            folder.toString(),
            "--no-policy-pack",
            "--policies",
            Stack.HOME.resolve("infra/deployer/policies").toString());

    assertThat(preview.exitValue()).as(preview.output()).isZero();
    assertThat(preview.output())
        .contains("twinlens-dev", "to create", "complete", "a month at rest")
        .doesNotContain("to update", "to delete");
  }

  @Test
  void changesNothingOfWhatIsDeployed() throws IOException {
    var preview =
        LocalCommand.start("preview", "--data", stack.dataDirectory().toString(), "--json");

    assertThat(preview.exitValue()).as(preview.output()).isZero();
    var json = new JsonMapper().readTree(preview.output().substring(preview.output().indexOf('{')));
    assertThat(json.path("summary").path("unchanged").asInt()).isGreaterThan(150);
    assertThat(json.path("steps")).isEmpty();
    // Everything is known: no rule is left undecided.
    assertThat(json.path("policyReports")).isEmpty();
  }

  @Test
  void needsTheExportOfAStackThatTheCliDeployed() throws IOException {
    Files.createDirectories(folder.resolve("pulumi"));
    var preview = LocalCommand.start("preview", "--data", folder.toString());

    assertThat(preview.exitValue()).isEqualTo(1);
    assertThat(preview.output()).contains("pulumi stack export", "--against");
  }

  @Test
  void saysWhichStacksThereAre() {
    var preview = LocalCommand.start("preview", "--stack", "nothing");

    assertThat(preview.exitValue()).isEqualTo(1);
    assertThat(preview.output()).contains("there is no stack 'nothing'");
  }

  /** {@code -Dtwinlens.update=true} writes the diagram into the page. */
  @ParameterizedTest
  @ValueSource(strings = {"README.md", "docs/architecture.md"})
  void drawsTheDiagramOfThePage(String page) throws IOException {
    var diagram = folder.resolve("diagram.mmd");
    var preview =
        LocalCommand.start(
            "preview",
            "--data",
            folder.toString(),
            "--no-policy-pack",
            "--diagram",
            diagram.toString());
    assertThat(preview.exitValue()).as(preview.output()).isZero();

    var file = Stack.HOME.resolve(page);
    var text = Files.readString(file);
    var current = DIAGRAM.matcher(text);
    assertThat(current.find()).isTrue();
    if (Boolean.getBoolean("twinlens.update")) {
      Files.writeString(
          file,
          text.substring(0, current.start())
              + Files.readString(diagram)
              + text.substring(current.end()));
    } else {
      assertThat(current.group()).isEqualTo(Files.readString(diagram));
    }
  }
}
