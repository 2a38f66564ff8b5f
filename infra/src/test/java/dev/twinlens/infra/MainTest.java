package dev.twinlens.infra;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twinlens.infra.build.BuildOutput;
import dev.twinlens.infra.graph.RecordedStack;
import dev.twinlens.infra.graph.StackForm;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the program refuses before it registers anything. */
class MainTest {
  @TempDir private Path emptyFolder;

  private RecordedStack attempt(Path root, Map<String, String> environment) {
    return RecordedStack.attempt(
        new StackForm("twinlens", "test", Map.of("twinlens:siteHosting", "s3"), Set.of()),
        context -> Main.deploy(context, new BuildOutput(root), environment));
  }

  private static void assertRefused(RecordedStack program, String because) {
    assertThat(program.errors()).singleElement().asString().contains(because);
    assertThat(program.resources()).noneMatch(resource -> resource.type().startsWith("aws:"));
  }

  @Test
  void refusesASettingThatItDoesNotRead() {
    assertRefused(
        attempt(Path.of(""), Map.of("PULUMI_CONFIG", "{\"twinlens:protectdata\": \"true\"}")),
        "twinlens:protectdata is no setting of this program");
  }

  @Test
  void refusesASecretInTheClear() {
    assertRefused(
        attempt(Path.of(""), Map.of("PULUMI_CONFIG", "{\"twinlens:githubToken\": \"ghp_1\"}")),
        "twinlens:githubToken is a secret, and the stack's file has it in the clear");
  }

  @Test
  void refusesWhatWasBuiltOfOtherSources() {
    assertRefused(
        attempt(emptyFolder, Map.of()), "Build with `mvn -P deployer -DskipTests package` first.");
  }
}
