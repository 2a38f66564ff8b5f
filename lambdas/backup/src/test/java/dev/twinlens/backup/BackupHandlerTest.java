package dev.twinlens.backup;

import static dev.twinlens.backup.BackupRig.random;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.azure.storage.blob.models.BlobProperties;
import dev.twinlens.domain.hashes.Hashes;
import dev.twinlens.local.testing.Photos;
import dev.twinlens.runtime.config.Environment;
import dev.twinlens.testing.StoredVersion;
import dev.twinlens.testing.TestJson;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompletedPart;

/** What is copied, under which name, and what the summary row says of it. */
final class BackupHandlerTest {
  private final BackupRig rig = new BackupRig();

  @Test
  void copiesByteForByteAndRecordsIt() {
    byte[] photo = Photos.read("cat-and-cup.jpg");
    StoredVersion stored = rig.store("2026-11-21/x/cat-and-cup.jpg", photo);

    assertThat(rig.failures(stored)).isEmpty();

    assertThat(rig.container().content(stored.key())).isEqualTo(photo);
    byte[] md5 = Hashes.md5().digest(photo);
    BlobProperties properties = rig.container().properties(stored.key());
    assertThat(properties.getContentType()).isEqualTo("image/jpeg");
    assertThat(properties.getContentMd5()).isEqualTo(md5);
    assertThat(properties.getMetadata())
        .containsEntry("sha256", Hashes.sha256Base64(photo))
        .containsEntry("sourceversion", stored.versionId())
        .containsEntry("sequencer", StoredVersion.SEQUENCER)
        .doesNotContainKey("sourcekey");
    assertThat(rig.backup(stored.key()))
        .containsEntry("Url", text(rig.container().url() + "/2026-11-21/x/cat-and-cup.jpg"))
        .containsEntry("Md5", text(Base64.getEncoder().encodeToString(md5)))
        .containsEntry("Sha256", text(Hashes.sha256Base64(photo)))
        .containsEntry("VersionId", text(stored.versionId()))
        .containsEntry("Sequencer", text(StoredVersion.SEQUENCER))
        .containsKey("At");
  }

  @Test
  void makesTheRowOfAReceivedImageWhereClassifyHasNotBeen() {
    StoredVersion stored = rig.store("first.jpg", Photos.read("rocket.jpg"));

    assertThat(rig.failures(stored)).isEmpty();

    assertThat(rig.summary("first.jpg"))
        .containsEntry("Status", text("received"))
        .containsEntry("VersionId", text(stored.versionId()))
        .containsEntry("UploadedAt", text("2026-11-21T08:00:00.123Z"))
        .containsEntry("Day", text("2026-11-21"))
        .doesNotContainKeys("Sequencer", "BackupClaimedBy", "BackupClaimExpiresAt");
    assertThat(rig.stack().table().rows("*")).containsKey("*day#2026-11-21");
  }

  @Test
  void leavesAloneWhatClassifyWrote() {
    StoredVersion stored = rig.store("classified.jpg", Photos.read("rocket.jpg"));
    Map<String, AttributeValue> classified =
        Map.of(
            "ImageName", text("classified.jpg"),
            "Label", text("*"),
            "Status", text("rejected"),
            "Error", text("because"),
            "VersionId", text(stored.versionId()),
            "Sequencer", text(StoredVersion.SEQUENCER),
            "ContentType", text("image/jpeg"),
            "UploadedAt", text("2026-11-20T00:00:00.000Z"),
            "Day", text("2026-11-20"),
            "ClaimedBy", text("another"));
    rig.stack()
        .table()
        .dynamoDb()
        .putItem(request -> request.tableName(rig.stack().table().name()).item(classified));

    assertThat(rig.failures(stored)).isEmpty();

    assertThat(rig.summary("classified.jpg"))
        .containsAllEntriesOf(classified)
        .containsKey("Backup");
  }

  @ParameterizedTest
  @ValueSource(
      ints = {0, 1, 4 * 1024 * 1024 - 1, 4 * 1024 * 1024, 4 * 1024 * 1024 + 1, 13 * 1024 * 1024})
  void copiesFilesOfAnySize(int size) {
    byte[] bytes = random(size);
    StoredVersion stored = rig.store("size-" + size, bytes);

    assertThat(rig.failures(stored)).isEmpty();

    assertThat(rig.container().content(stored.key())).isEqualTo(bytes);
    assertThat(rig.container().properties(stored.key()).getContentMd5())
        .isEqualTo(Hashes.md5().digest(bytes));
  }

  @Test
  void copiesWhatWasUploadedInParts() {
    byte[] first = random(5 * 1024 * 1024);
    byte[] second = random(1024);
    String bucket = rig.stack().images().name();
    S3Client s3 = rig.stack().images().s3();
    String upload =
        s3.createMultipartUpload(request -> request.bucket(bucket).key("parts")).uploadId();
    List<CompletedPart> parts = List.of(part(upload, 1, first), part(upload, 2, second));
    String version =
        s3.completeMultipartUpload(
                request ->
                    request
                        .bucket(bucket)
                        .key("parts")
                        .uploadId(upload)
                        .multipartUpload(completed -> completed.parts(parts)))
            .versionId();
    long size = (long) first.length + second.length;

    assertThat(
            rig.failures(
                new StoredVersion(bucket, "parts", version, StoredVersion.SEQUENCER, size)))
        .isEmpty();

    assertThat(rig.container().content("parts")).isEqualTo(Photos.followedBy(first, second));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a b/c d.png",
        "1+1=2.png",
        "100%.png",
        "%20%2F%252F.png",
        "😀/猫 ü.png",
        "a&b?c#d;e.png",
        "quote\"'<>|.png",
        ".hidden/..x.png",
        " leading",
        "*"
      })
  void namesTheBlobAsTheObject(String key) {
    byte[] bytes = random(100);
    rig.stack().images().put(key, bytes, "image/png");

    assertThat(rig.failures(rig.stack().uploadEvent(key))).isEmpty();

    assertThat(rig.container().names()).containsExactly(key);
    assertThat(rig.container().content(key)).isEqualTo(bytes);
    URI url = URI.create(rig.backup(key).get("Url").s());
    assertThat(url.getPath()).isEqualTo(URI.create(rig.container().url()).getPath() + "/" + key);
  }

  @Test
  void copiesAnObjectWithAKeyOf1024Bytes() {
    String key =
        (String.join("/", Collections.nCopies(8, "k".repeat(127))) + "/").substring(0, 1020) + "😀";
    rig.stack().images().put(key, random(10), "image/png");

    assertThat(rig.failures(rig.stack().uploadEvent(key))).isEmpty();

    assertThat(rig.container().names()).containsExactly(key);
  }

  @Test
  void keepsKeysApartThatAzureWouldConfuse() {
    List<String> keys = List.of("d/./a", "d/a", "d//a", "d/a.", "d\\a", "d/a ", "d/x/../a", "/d/a");
    for (String key : keys) {
      rig.stack().images().put(key, Photos.text("content of " + key), "text/plain");
      assertThat(rig.failures(rig.stack().uploadEvent(key))).as(key).isEmpty();
    }

    assertThat(rig.container().names()).hasSize(keys.size()).contains("d/a");
    for (String key : keys) {
      BlobName name = BlobName.of(key);
      assertThat(rig.container().content(name.value())).isEqualTo(Photos.text("content of " + key));
      if (!name.isLiteral()) {
        String sourceKey = rig.container().properties(name.value()).getMetadata().get("sourcekey");
        assertThat(URLDecoder.decode(sourceKey, StandardCharsets.UTF_8)).isEqualTo(key);
      }
    }
  }

  @Test
  void backsUpWhatClassifyRejects() {
    byte[] text = Photos.text("not a photo");
    StoredVersion stored = rig.store("notes.jpg", text);

    assertThat(rig.failures(stored)).isEmpty();

    assertThat(rig.container().content("notes.jpg")).isEqualTo(text);
  }

  @Test
  void reportsEachMessageOnItsOwn() {
    StoredVersion good = rig.store("good.jpg", random(100));

    assertThat(rig.failures("garbage", StoredVersion.message(good))).containsExactly("m0");

    assertThat(rig.container().names()).containsExactly("good.jpg");
  }

  @Test
  void logsTheDaysThatTheTokenHasLeft() {
    rig.failures("{\"Event\":\"s3:TestEvent\"}");

    assertThat(rig.lines())
        .map(TestJson::object)
        .first()
        .satisfies(
            line ->
                assertThat(line)
                    .containsEntry("requestId", "request-1")
                    .extractingByKey("sasDaysLeft")
                    .isInstanceOfSatisfying(
                        Double.class, days -> assertThat(days).isBetween(29.9, 30.0)));
    assertThat(rig.lines()).noneSatisfy(line -> assertThat(line).contains("sig="));
  }

  @Test
  void stopsAtItsInitialisationWhenTheTokenIsMissing() {
    Map<String, String> environment = rig.stack().environment();
    environment.put("BACKUP_CONTAINER_URL", rig.container().url());

    assertThatThrownBy(() -> new BackupHandler(new Environment(environment)))
        .hasMessageContaining("BACKUP_CONTAINER_SAS");
  }

  private CompletedPart part(String upload, int number, byte[] bytes) {
    String etag =
        rig.stack()
            .images()
            .s3()
            .uploadPart(
                request ->
                    request
                        .bucket(rig.stack().images().name())
                        .key("parts")
                        .uploadId(upload)
                        .partNumber(number),
                RequestBody.fromBytes(bytes))
            .eTag();
    return CompletedPart.builder().partNumber(number).eTag(etag).build();
  }

  private static AttributeValue text(String text) {
    return AttributeValue.fromS(text);
  }
}
