package dev.twinlens.backup;

import static dev.twinlens.backup.BackupRig.random;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.azure.core.util.BinaryData;
import com.azure.core.util.Context;
import com.azure.storage.blob.BlobClient;
import com.azure.storage.blob.models.AccessTier;
import com.azure.storage.blob.models.BlobHttpHeaders;
import com.azure.storage.blob.models.BlobItem;
import com.azure.storage.blob.models.BlobStorageException;
import com.azure.storage.blob.options.BlockBlobCommitBlockListOptions;
import com.azure.storage.blob.options.BlockBlobSimpleUploadOptions;
import dev.twinlens.testing.StoredVersion;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.StorageClass;

/** What happens when S3, the network or Azure fails, and what the token permits. */
final class BackupFailuresTest {
  private final BackupRig rig = new BackupRig();
  private final BackupCopies container = rig.container();
  private final String key = "failures/" + UUID.randomUUID();

  @Test
  void completesWhenS3FailsAtFirst() {
    StoredVersion version = rig.store(key, random(100));
    rig.stack().faults().refuse(GetObjectRequest.class);
    assertThat(rig.failures(version)).containsExactly("m0");
    assertThat(rig.lateBecause(key)).isEqualTo("AWS does not answer.");
    rig.stack().faults().heal();

    assertThat(rig.failures(version)).isEmpty();
    assertThat(container.copy(key)).hasSize(100);
  }

  @Test
  void saysThatAnArchivedObjectHasNoCopy() {
    byte[] bytes = random(100);
    String version =
        rig.stack()
            .images()
            .s3()
            .putObject(
                put ->
                    put.bucket(rig.stack().images().name())
                        .key(key)
                        .storageClass(StorageClass.GLACIER),
                RequestBody.fromBytes(bytes))
            .versionId();
    StoredVersion archived =
        new StoredVersion(rig.stack().images().name(), key, version, "01", bytes.length);

    assertThat(rig.failures(archived)).isEmpty();

    assertThat(rig.summary(key).get("Backup").m().get("Error").s())
        .contains("archived", "copy it onto itself");
    assertThat(rig.summary(key)).containsKey("UploadedAt").doesNotContainKey("CopyLate");
    assertThat(container.names()).isEmpty();
  }

  @Test
  void waitsForTheNextDeliveryWhenAzureIsUnreachable() {
    StoredVersion version = rig.store(key, random(100));
    rig.connect("http://127.0.0.1:1/twinlens/originals", container.sas());
    assertThat(rig.failures(version)).containsExactly("m0");
    assertThat(rig.summary(key)).containsKey("UploadedAt").doesNotContainKey("Backup");
    assertThat(rig.lateBecause(key)).isEqualTo("Azure Blob Storage does not answer.");

    rig.connect(container.url(), container.sas());
    assertThat(rig.failures(version)).isEmpty();
    assertThat(container.copy(key)).hasSize(100);
    assertThat(rig.summary(key)).containsKey("Backup").doesNotContainKey("CopyLate");
  }

  @ParameterizedTest
  @ValueSource(ints = {100, Original.MAX_IN_MEMORY + 1})
  void storesNothingThatChangedInTransit(int size) {
    byte[] bytes = random(size);
    StoredVersion version = rig.store(key, bytes);
    try (FaultyAzure network = new FaultyAzure(container.endpoint())) {
      rig.connect(network.through(container.url()), container.sas());
      network.change(
          body -> {
            byte[] changed = body.clone();
            changed[changed.length / 2]++;
            return changed;
          });
      assertThat(rig.failures(version)).containsExactly("m0");
      assertThat(container.names()).isEmpty();

      network.change(UnaryOperator.identity());
      assertThat(rig.failures(version)).isEmpty();
      assertThat(container.copy(key)).isEqualTo(bytes);
    }
  }

  @Test
  void retriesWhenAzureIsBusyForAMoment() {
    StoredVersion version = rig.store(key, random(5 * 1024 * 1024));
    try (FaultyAzure network = new FaultyAzure(container.endpoint())) {
      rig.connect(network.through(container.url()), container.sas());
      network.beUnavailable(2);

      assertThat(rig.failures(version)).isEmpty();

      assertThat(container.copy(key)).hasSize(5 * 1024 * 1024);
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
  void stopsAtItsInitialisationWhenTheTokenDoesNotCreate() {
    assertThatThrownBy(() -> rig.connect(container.url(), container.sas("r")))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "The environment variable BACKUP_CONTAINER_SAS is a SAS token that does not permit to create blobs (sp=c).");
  }

  @Test
  void isNotToldByAnExpiredTokenThatThereIsACopy() {
    OffsetDateTime past = OffsetDateTime.now(ZoneOffset.UTC).minusDays(1);
    rig.connect(container.url(), container.sas("c", past));

    assertThat(rig.failures(rig.store(key, random(100)))).containsExactly("m0");
    assertThat(rig.summary(key)).doesNotContainKey("Backup");
  }

  /** Whoever holds the function's token can add blobs, and do nothing to those that are there. */
  @ParameterizedTest
  @MethodSource("attempts")
  void holdsATokenThatCannotHarmACopy(Consumer<BlobClient> attempt) {
    assertThat(rig.failures(rig.store(key, random(100)))).isEmpty();
    byte[] copy = container.copy(key);
    Map<String, String> metadata = container.properties(container.blob(key)).getMetadata();
    BlobClient blob = container.asTheFunction().getBlobClient(container.blob(key));

    assertThatThrownBy(() -> attempt.accept(blob))
        .isInstanceOfSatisfying(
            BlobStorageException.class, e -> assertThat(e.getStatusCode()).isIn(403, 409));

    assertThat(container.names()).containsExactly(container.blob(key));
    assertThat(container.copy(key)).isEqualTo(copy);
    assertThat(container.properties(container.blob(key)).getMetadata()).isEqualTo(metadata);
  }

  /** What a thief with the token may try on a copy. A snapshot can be created: a second copy. */
  static Stream<Named<Consumer<BlobClient>>> attempts() {
    return Stream.of(
        Named.of("overwrite", blob -> blob.upload(BinaryData.fromString("other"), true)),
        Named.of(
            "overwrite unconditionally",
            blob ->
                blob.getBlockBlobClient()
                    .uploadWithResponse(
                        new BlockBlobSimpleUploadOptions(BinaryData.fromString("other")),
                        null,
                        Context.NONE)),
        Named.of(
            "overwrite by blocks",
            blob ->
                blob.getBlockBlobClient()
                    .commitBlockListWithResponse(
                        new BlockBlobCommitBlockListOptions(List.of()), null, Context.NONE)),
        Named.of(
            "stage a block",
            blob -> blob.getBlockBlobClient().stageBlock("YQ==", BinaryData.fromString("other"))),
        Named.of("read", BlobClient::downloadContent),
        Named.of("read properties", BlobClient::getProperties),
        Named.of("set metadata", blob -> blob.setMetadata(Map.of("sha256", "other"))),
        Named.of(
            "set headers",
            blob -> blob.setHttpHeaders(new BlobHttpHeaders().setContentType("text/plain"))),
        Named.of("set tier", blob -> blob.setAccessTier(AccessTier.COOL)),
        Named.of("list", blob -> blob.getContainerClient().listBlobs().forEach(BlobItem::getName)),
        Named.of("delete", BlobClient::delete),
        Named.of("delete container", blob -> blob.getContainerClient().delete()));
  }
}
