package dev.twinlens.local.pulumi.analyzer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.twinlens.local.pulumi.DeploymentFailure;
import dev.twinlens.local.pulumi.Registration;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import pulumirpc.Resource.RegisterResourceRequest;

/** Packs in Node.js, with a runner in place of Pulumi's, which a build of this module has not. */
class PolicyPackTest {
  private static final Duration TIMEOUT = Duration.ofSeconds(30);
  private static final Duration SHORT = Duration.ofSeconds(1);

  @TempDir private Path folder;
  private Path log;

  @BeforeEach
  void writePack() throws IOException {
    log = folder.resolve("logs/policy.log");
    Files.writeString(folder.resolve("PulumiPolicy.yaml"), "runtime: nodejs\nmain: .\n");
  }

  @Test
  void saysThatTheFolderIsMissing() {
    Path missing = folder.resolve("missing");

    assertFails(missing, TIMEOUT, "there is no folder " + missing + " with a policy pack");
  }

  @Test
  void saysThatTheFolderIsNoPack() throws IOException {
    Files.delete(folder.resolve("PulumiPolicy.yaml"));

    assertFails(folder, TIMEOUT, folder + " is not a policy pack: it has no PulumiPolicy.yaml");
  }

  @Test
  void saysThatAnotherRuntimeDoesNotRunHere() throws IOException {
    Files.writeString(folder.resolve("PulumiPolicy.yaml"), "runtime:\n  name: python\n");

    assertFails(folder, TIMEOUT, "another runtime than nodejs");
  }

  @Test
  void saysHowToInstallThePackages() throws IOException {
    assertFails(folder, TIMEOUT, "run npm install --omit=dev --prefix " + folder);

    Files.createFile(folder.resolve("package-lock.json"));
    assertFails(folder, TIMEOUT, "run npm ci --omit=dev --prefix " + folder);
  }

  @Test
  void saysWhyThePackDidNotStart() throws IOException {
    // As Pulumi's runner prints it.
    runner(
        "console.error('error: the pack failed:\\n    ' + new TypeError('version is missing').stack); process.exit(32)");

    assertFails(folder, TIMEOUT, "did not start: TypeError: version is missing; what it printed");
    assertThat(log).content().contains("at ");
  }

  @Test
  void saysThatThePackEnded() throws IOException {
    runner("process.exit(3)");

    assertFails(folder, TIMEOUT, "did not start: it ended with code 3");
  }

  @Test
  void saysThatThePackHangs() throws IOException {
    runner("for (;;);");

    assertFails(folder, SHORT, "did not start within 1 s");
  }

  @Test
  void saysThatThePackPrintsBeforeItListens() throws IOException {
    runner("console.log('hello'); setInterval(() => {}, 1000)");

    assertFails(folder, TIMEOUT, "printed \"hello\" in place of its port");
  }

  @Test
  void saysThatThePackDoesNotAnswer() throws IOException {
    // Accepts the connection.
    runner(
        "const server = require('net').createServer().listen(0, '127.0.0.1', () => console.log(server.address().port))");

    try (PolicyPack pack = PolicyPack.start(folder, log, SHORT)) {
      assertThatThrownBy(() -> pack.analyze(queue()))
          .isInstanceOf(DeploymentFailure.class)
          .hasMessageContaining("failed: it did not answer within 1 s");
    }
  }

  private void assertFails(Path pack, Duration timeout, String message) {
    assertThatThrownBy(() -> PolicyPack.start(pack, log, timeout))
        .isInstanceOf(DeploymentFailure.class)
        .hasMessageContaining(message)
        .message()
        .doesNotContain("\n");
  }

  /** A module in the place of Pulumi's. */
  private void runner(String source) throws IOException {
    Path module = folder.resolve("node_modules/@pulumi/pulumi/cmd/run-policy-pack");
    Files.createDirectories(module);
    Files.writeString(module.resolve("index.js"), source);
  }

  private static Registration queue() {
    return new Registration(
        "urn:pulumi:dev::demo::q:Queue::jobs",
        List.of(),
        /* isProtected= */ false,
        RegisterResourceRequest.newBuilder().setType("q:Queue").setName("jobs").build());
  }
}
