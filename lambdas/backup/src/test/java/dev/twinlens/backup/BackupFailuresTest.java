package dev.twinlens.backup;

import static dev.twinlens.backup.BackupRig.random;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.azure.storage.blob.BlobContainerClient;
import com.azure.storage.blob.models.BlobItem;
import dev.twinlens.testing.StoredVersion;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;

/** What happens when S3, the network or Azure fails, and what the token permits. */
final class BackupFailuresTest {
  private final BackupRig rig = new BackupRig();
  private final TestContainer container = rig.container();
  private final String key = "failures/" + UUID.randomUUID();

  @Test
  void completesWhenS3FailsAtFirst() {
    StoredVersion version = rig.store(key, random(100));
    rig.stack().faults().refuse(GetObjectRequest.class);
    assertThat(rig.failures(version)).containsExactly("m0");
    assertThat(rig.stack().table().rows(key)).isEmpty();
    rig.stack().faults().heal();

    assertThat(rig.failures(version)).isEmpty();
    assertThat(container.names()).contains(key);
  }

  @Test
  void waitsForTheNextDeliveryWhenAzureIsUnreachable() {
    StoredVersion version = rig.store(key, random(100));
    rig.connect("http://127.0.0.1:1/twinlens/originals", container.sas());
    assertThat(rig.failures(version)).containsExactly("m0");
    assertThat(rig.summary(key)).doesNotContainKeys("Backup", "BackupClaimedBy");

    rig.connect(container.url(), container.sas());
    assertThat(rig.failures(version)).isEmpty();
    assertThat(container.names()).contains(key);
  }

  @ParameterizedTest
  @ValueSource(ints = {100, 5 * 1024 * 1024})
  void storesNothingThatChangedInTransit(int size) {
    byte[] bytes = random(size);
    StoredVersion version = rig.store(key, bytes);
    try (FaultyAzure network = new FaultyAzure(container.endpoint())) {
      rig.connect(network.through(container.url()), container.sas());
      network.change(
          body -> {
            byte[] changed = body.clone();
            // Not the list of blocks, which Azure would reject for its form alone.
            if (changed[0] != '<') {
              changed[changed.length / 2]++;
            }
            return changed;
          });
      assertThat(rig.failures(version)).containsExactly("m0");
      assertThat(container.names()).isEmpty();

      network.change(UnaryOperator.identity());
      assertThat(rig.failures(version)).isEmpty();
      assertThat(container.content(key)).isEqualTo(bytes);
    }
  }

  @Test
  void retriesWhenAzureIsBusyForAMoment() {
    StoredVersion version = rig.store(key, random(5 * 1024 * 1024));
    try (FaultyAzure network = new FaultyAzure(container.endpoint())) {
      rig.connect(network.through(container.url()), container.sas());
      network.beUnavailable(2);

      assertThat(rig.failures(version)).isEmpty();

      assertThat(container.content(key)).hasSize(5 * 1024 * 1024);
    }
  }

  @Test
  void leavesToTheNextDeliveryWhatAzureIsTooBusyFor() {
    StoredVersion version = rig.store(key, random(100));
    try (FaultyAzure network = new FaultyAzure(container.endpoint())) {
      rig.connect(network.through(container.url()), container.sas());
      network.beUnavailable(3);

      assertThat(rig.failures(version)).containsExactly("m0");
      assertThat(rig.failures(version)).isEmpty();
    }
  }

  @Test
  void failsWithoutLoggingTheTokenWhenItIsRejected() {
    String wrong = container.sas().replaceFirst("sig=[^&]+", "sig=d3Jvbmc%3D");
    rig.connect(container.url(), wrong);

    assertThat(rig.failures(rig.store(key, random(100)))).containsExactly("m0");

    assertThat(rig.lines())
        .anySatisfy(line -> assertThat(line).contains("403"))
        .noneSatisfy(line -> assertThat(line).contains("d3Jvbmc"));
  }

  @Test
  void needsNoPermissionToReadListOrDelete() {
    BlobContainerClient asTheFunction = container.asTheFunction();
    assertThat(rig.failures(rig.store(key, random(100)))).isEmpty();

    assertThatThrownBy(() -> asTheFunction.getBlobClient(key).downloadContent())
        .hasMessageContaining("403");
    assertThatThrownBy(() -> asTheFunction.listBlobs().forEach(BlobItem::getName))
        .hasMessageContaining("403");
    assertThatThrownBy(() -> asTheFunction.getBlobClient(key).delete()).hasMessageContaining("403");
  }
}
