package dev.twinlens.local.deployment.resources;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeploymentStateTest {
  private static final String URN = "urn:pulumi:dev::demo::aws:sqs/queue:Queue::jobs";

  @TempDir private Path folder;

  @Test
  void keepsPhysicalNamesAcrossStarts() {
    String name = DeploymentState.open(folder, "dev").physicalName(URN, "jobs-", 7);

    assertThat(name).matches("jobs-[0-9a-f]{7}");
    assertThat(DeploymentState.open(folder, "dev").physicalName(URN, "jobs-", 7)).isEqualTo(name);
  }

  @Test
  void keepsSecretsInAFileForItsOwnerAlone() throws IOException {
    String secret = DeploymentState.open(folder, "dev").secret("account key", 64);

    assertThat(DeploymentState.open(folder, "dev").secret("account key", 64)).isEqualTo(secret);
    assertThat(
            PosixFilePermissions.toString(
                Files.getPosixFilePermissions(folder.resolve("state.json"))))
        .isEqualTo("rw-------");
  }

  @Test
  void givesTheSamePortAgainUnlessItIsTaken() throws IOException {
    int port = DeploymentState.open(folder, "dev").port("site");
    assertThat(DeploymentState.open(folder, "dev").port("site")).isEqualTo(port);

    try (ServerSocket taken = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      assertThat(DeploymentState.open(folder, "dev").port("site"))
          .isNotEqualTo(taken.getLocalPort());
    }
  }

  @Test
  void listsWhatIsNoLongerDeclaredYoungestFirst() {
    DeploymentState state = DeploymentState.open(folder, "dev");
    state.record("a", new DeploymentState.Resource("t", "1"));
    state.record("b", new DeploymentState.Resource("t", "2"));
    state.record("c", new DeploymentState.Resource("t", "3"));

    assertThat(DeploymentState.open(folder, "dev").resourcesOtherThan(Set.of("b")))
        .containsExactly(
            Map.entry("c", new DeploymentState.Resource("t", "3")),
            Map.entry("a", new DeploymentState.Resource("t", "1")));
  }

  @Test
  void forgetsAResourceWithItsName() {
    DeploymentState state = DeploymentState.open(folder, "dev");
    String name = state.physicalName(URN, "jobs-", 7);
    state.record(URN, new DeploymentState.Resource("t", name));

    state.forget(URN);

    assertThat(state.resourcesOtherThan(Set.of())).isEmpty();
    assertThat(state.physicalName(URN, "jobs-", 7)).isNotEqualTo(name);
  }

  @Test
  void refusesTheFolderOfAnotherStack() {
    DeploymentState.open(folder, "dev").port("site");

    assertThatThrownBy(() -> DeploymentState.open(folder, "prod"))
        .hasMessageContaining("'dev'")
        .hasMessageContaining("--data");
  }

  @Test
  void refusesAStateThatItCannotRead() throws IOException {
    Files.writeString(folder.resolve("state.json"), "{");

    assertThatThrownBy(() -> DeploymentState.open(folder, "dev"))
        .hasMessageContaining("state.json")
        .hasMessageContaining("--data");
  }
}
