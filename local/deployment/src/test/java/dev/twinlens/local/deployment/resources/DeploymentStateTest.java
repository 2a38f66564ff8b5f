package dev.twinlens.local.deployment.resources;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.twinlens.local.support.BoundPort;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeploymentStateTest {
  private static final String URN = "urn:pulumi:dev::demo::aws:sqs/queue:Queue::jobs";

  private static final String FORMER_URN = "urn:pulumi:dev::demo::aws:sqs/queue:Queue::work";

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
  void keepsAPortUnlessItIsTaken() throws IOException {
    int port;
    try (BoundPort first = DeploymentState.open(folder, "dev").bindPort("site")) {
      port = first.port();
    }
    try (BoundPort again = DeploymentState.open(folder, "dev").bindPort("site")) {
      assertThat(again.port()).isEqualTo(port);

      try (BoundPort other = DeploymentState.open(folder, "dev").bindPort("site")) {
        assertThat(other.port()).isNotEqualTo(port);
      }
    }
  }

  @Test
  void listsWhatIsNoLongerDeclaredTheLatestFirst() {
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
  void keepsEverythingOfAResourceThatGotAnotherUrn() {
    DeploymentState state = DeploymentState.open(folder, "dev");
    String name = state.physicalName(FORMER_URN, "jobs-", 7);
    String id = state.identifier(FORMER_URN, "queue id", 7);
    state.record(FORMER_URN, new DeploymentState.Resource("aws:sqs/queue:Queue", name));

    DeploymentState.open(folder, "dev").adopt(URN, List.of("urn:unknown", FORMER_URN));

    DeploymentState reopened = DeploymentState.open(folder, "dev");
    assertThat(reopened.physicalName(URN, "work-", 7)).isEqualTo(name);
    assertThat(reopened.identifier(URN, "queue id", 7)).isEqualTo(id);
    assertThat(reopened.resourcesOtherThan(Set.of(URN))).isEmpty();
    assertThat(reopened.resourcesOtherThan(Set.of()))
        .containsExactly(Map.entry(URN, new DeploymentState.Resource("aws:sqs/queue:Queue", name)));
  }

  @Test
  void keepsNamesOfWhichAnEarlierVersionStoredTheRandomDigitsAlone() throws IOException {
    Files.writeString(
        folder.resolve("state.json"),
        """
        {"stack": "dev", "ports": {},
         "resources": {
           "%1$s": {"type": "aws:sqs/queue:Queue", "id": "http://127.0.0.1:9324/0/work-1a2b3c4"},
           "urn:bucket": {"type": "aws:s3/bucketV2:BucketV2", "id": "images-0123456"},
           "urn:topic": {"type": "aws:sns/topic:Topic", "id": "arn:aws:sns:r:0:uploads-abcdef0"},
           "urn:account": {"type": "azure", "id": "/storageAccounts/azurebackup01234567"}},
         "generated": {
           "name %1$s": "1a2b3c4", "name urn:bucket": "0123456", "name urn:topic": "abcdef0",
           "name urn:account": "01234567", "name urn:failed": "7654321"}}
        """
            .formatted(FORMER_URN));

    DeploymentState state = DeploymentState.open(folder, "dev");
    state.adopt(URN, List.of(FORMER_URN));

    assertThat(state.physicalName(URN, "jobs-", 7)).isEqualTo("work-1a2b3c4");
    assertThat(state.physicalName("urn:bucket", "images-", 7)).isEqualTo("images-0123456");
    assertThat(state.physicalName("urn:topic", "uploads-", 7)).isEqualTo("uploads-abcdef0");
    assertThat(state.physicalName("urn:account", "azurebackup", 8))
        .isEqualTo("azurebackup01234567");
    assertThat(state.physicalName("urn:failed", "failed-", 7)).matches("failed-[0-9a-f]{7}");
  }

  @Test
  void prefersWhatIsKnownUnderTheUrnItselfToItsAliases() {
    DeploymentState state = DeploymentState.open(folder, "dev");
    String name = state.physicalName(URN, "jobs-", 7);
    String formerName = state.physicalName(FORMER_URN, "jobs-", 7);

    state.adopt(URN, List.of(FORMER_URN));

    assertThat(state.physicalName(URN, "jobs-", 7)).isEqualTo(name);
    assertThat(state.physicalName(FORMER_URN, "jobs-", 7)).isEqualTo(formerName);
  }

  @Test
  void refusesTheFolderOfAnotherStack() {
    DeploymentState.open(folder, "dev").keepPort("site", 20_000);

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
