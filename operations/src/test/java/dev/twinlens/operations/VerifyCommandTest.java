package dev.twinlens.operations;

import static org.assertj.core.api.Assertions.assertThat;

import com.azure.core.util.BinaryData;
import com.azure.storage.blob.models.BlobHttpHeaders;
import com.azure.storage.blob.options.BlobParallelUploadOptions;
import dev.twinlens.domain.catalog.Backup;
import dev.twinlens.domain.catalog.BackupCopy;
import dev.twinlens.domain.catalog.CopyTable;
import dev.twinlens.domain.catalog.ImageTable;
import dev.twinlens.domain.json.Json;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

class VerifyCommandTest {
  private static final byte[] PHOTO = "a photo's bytes".getBytes(StandardCharsets.UTF_8);
  private static final byte[] OTHER = "other bytes, 15".getBytes(StandardCharsets.UTF_8);

  @TempDir private Path data;
  private OperationsRig rig;

  @BeforeEach
  void start() {
    rig = new OperationsRig(data);
  }

  @Test
  void findsNothingWrongWithCopiesOfKeysOfEveryKind() {
    for (String key :
        new String[] {
          "cat.jpg", "a b/ü 中.jpg", "a//b", "dot.", "back\\slash", "ä\uD83D\uDC31.jpg", "\uFFEE.jpg"
        }) {
      rig.store(key, PHOTO);
    }
    rig.store("cat.jpg", OTHER);

    OperationsRig.Run run = rig.run("verify", "--read");

    assertThat(run.out()).contains("8 object versions, 8 copies; 8 versions have an identical");
    assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
    assertThat(rig.run("verify", "a//").out()).contains("1 object versions, 1 copies");
  }

  @Test
  void reportsAMissingCopyAndAWaitingOne() {
    rig.upload("new.jpg", PHOTO);

    OperationsRig.Run waiting = rig.run("verify");

    assertThat(waiting.out()).contains("waiting", "new.jpg");
    assertThat(waiting.exitCode()).isEqualTo(1);
    assertThat(rig.run("verify", "--waiting", "-1").out()).contains("missing  ", "new.jpg");
  }

  @Test
  void reportsACopyThatTheRowNamesAndThatDoesNotExist() {
    rig.store("gone.jpg", PHOTO);
    rig.container().getBlobClient(rig.blob("gone.jpg")).delete();

    OperationsRig.Run run = rig.run("verify");

    assertThat(run.out()).contains("recorded-but-missing  gone.jpg");
    assertThat(run.exitCode()).isEqualTo(1);
  }

  /** The audit leaves the row of a deleted photo as it is. */
  @Test
  void acceptsThatOnlyTheCopysRowSaysWhenItWasVerified() {
    rig.store("cat.jpg", PHOTO);
    ImageTable table = new ImageTable(rig.stack().table().dynamoDb(), rig.stack().table().name());
    Backup copy = table.summary("cat.jpg").lastBackup().orElseThrow();
    rig.stack().table().set("cat.jpg", "DeletedAt", "2026-11-21T08:00:00.000Z");
    new CopyTable(table)
        .verify("cat.jpg", (BackupCopy) copy, Instant.parse("2026-11-22T08:00:00Z"));

    OperationsRig.Run run = rig.run("verify");

    assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
  }

  @Test
  void reportsBytesThatDifferOnlyWhenItReadsThem() {
    rig.store("rotten.jpg", PHOTO);
    String blob = rig.blob("rotten.jpg");
    byte[] md5 = rig.container().getBlobClient(blob).getProperties().getContentMd5();
    rig.damage(blob, OTHER);
    // As if the disk had changed: what Azure says of the blob is as it was.
    rig.container().getBlobClient(blob).setHttpHeaders(new BlobHttpHeaders().setContentMd5(md5));

    assertThat(rig.run("verify").exitCode()).isZero();
    OperationsRig.Run read = rig.run("verify", "--read");
    assertThat(read.out()).contains("different", "rotten.jpg", "bytes have the SHA-256");
    assertThat(read.exitCode()).isEqualTo(1);
  }

  @Test
  void reportsACopyThatIsOfOtherBytes() {
    rig.store("swapped.jpg", PHOTO);
    rig.damage(rig.blob("swapped.jpg"), OTHER);

    assertThat(rig.run("verify").out()).contains("different", "swapped.jpg", "MD5");
  }

  @Test
  void reportsTwoCopiesUnlessOneRepairsTheOther() {
    rig.store("twice.jpg", PHOTO);
    String blob = rig.blob("twice.jpg");
    copy(blob, blob.replace(".bin", "-r2.bin"));

    assertThat(rig.run("verify").exitCode()).as(rig.run("verify").out()).isZero();
    copy(blob, blob.replace(".bin", ".jpg"));
    assertThat(rig.run("verify").out()).contains("doubled", "twice.jpg");
  }

  @Test
  void reportsACopyThatNoRowNames() {
    String version = rig.store("unrecorded.jpg", PHOTO);
    delete("*copies#unrecorded.jpg", "*copy#" + version);
    delete("unrecorded.jpg", "*");

    assertThat(rig.run("verify", "--waiting", "-1").out()).contains("unrecorded", "unrecorded.jpg");
  }

  @Test
  void acceptsARefusalAndCopiesOfVersionsThatHaveExpired() {
    String version = rig.upload("large.bin", PHOTO);
    rig.stack()
        .table()
        .dynamoDb()
        .putItem(
            put ->
                put.tableName(rig.stack().table().name())
                    .item(
                        Map.of(
                            "ImageName", AttributeValue.fromS("*copies#large.bin"),
                            "Label", AttributeValue.fromS("*copy#" + version),
                            "VersionId", AttributeValue.fromS(version),
                            "Sequencer", AttributeValue.fromS("01"),
                            "Error", AttributeValue.fromS("The file has 6,000 MiB."))));
    String expired = rig.store("expired.jpg", PHOTO);
    rig.stack().images().destroy("expired.jpg", expired);

    OperationsRig.Run run = rig.run("verify", "--json", "--waiting", "-1");

    Map<String, Object> report = json(run.out());
    assertThat(report).containsEntry("ok", true).containsEntry("copies", 1);
    assertThat(run.out())
        .contains("\"kind\":\"refused\"", "6,000 MiB", "\"kind\":\"without-original\"");
    assertThat(run.exitCode()).isZero();
  }

  @Test
  void saysInOneSentenceThatNothingRunsOrThatAKeyIsWrong() {
    OperationsRig.Run nowhere =
        OperationsRig.execute("verify", "--data", data.resolve("no").toString());
    assertThat(nowhere.exitCode()).isEqualTo(2);
    assertThat(nowhere.err()).contains("No deployment is running in").hasLineCount(1);

    OperationsRig.Run noKey =
        OperationsRig.execute("verify", "--outputs", data.resolve("outputs.json").toString());
    assertThat(noKey.exitCode()).isEqualTo(2);
    assertThat(noKey.err()).contains("AZURE_STORAGE_CONNECTION_STRING").hasLineCount(1);

    rig.stack().images().s3().deleteBucket(request -> request.bucket(rig.stack().images().name()));
    OperationsRig.Run noBucket = rig.run("verify");
    assertThat(noBucket.exitCode()).isEqualTo(2);
    assertThat(noBucket.err()).contains("bucket").hasLineCount(1);
  }

  private void copy(String blob, String other) {
    var source = rig.container().getBlobClient(blob);
    rig.container()
        .getBlobClient(other)
        .uploadWithResponse(
            new BlobParallelUploadOptions(BinaryData.fromBytes(PHOTO))
                .setMetadata(new HashMap<>(source.getProperties().getMetadata()))
                .setHeaders(
                    new BlobHttpHeaders().setContentMd5(source.getProperties().getContentMd5())),
            null,
            null);
  }

  private void delete(String imageName, String label) {
    rig.stack()
        .table()
        .dynamoDb()
        .deleteItem(
            delete ->
                delete
                    .tableName(rig.stack().table().name())
                    .key(
                        Map.of(
                            "ImageName", AttributeValue.fromS(imageName),
                            "Label", AttributeValue.fromS(label))));
  }

  private static Map<String, Object> json(String text) {
    try {
      return Json.object(text);
    } catch (dev.twinlens.domain.json.MalformedJsonException e) {
      throw new AssertionError(text, e);
    }
  }
}
