package dev.twinlens.backup;

import static dev.twinlens.backup.BackupRig.random;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.azure.storage.blob.models.BlobProperties;
import dev.twinlens.domain.copies.CopiedVersion;
import dev.twinlens.domain.hashes.Hashes;
import dev.twinlens.local.testing.Photos;
import dev.twinlens.runtime.config.Environment;
import dev.twinlens.testing.StoredVersion;
import dev.twinlens.testing.TestJson;
import java.net.URI;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;

/** What is copied, under which name, and what the summary row says of it. */
final class BackupHandlerTest {
  private final BackupRig rig = new BackupRig();

  @Test
  void copiesByteForByteAndRecordsIt() {
    byte[] photo = Photos.read("cat-and-cup.jpg");
    StoredVersion stored = rig.store("2026-11-21/x/cat-and-cup.jpg", photo);

    assertThat(rig.failures(stored)).isEmpty();

    String blob = stored.key() + "/20261121T080000123Z-" + stored.versionId() + ".jpg";
    assertThat(rig.container().names()).containsExactly(blob);
    assertThat(rig.container().content(blob)).isEqualTo(photo);
    byte[] md5 = Hashes.md5().digest(photo);
    BlobProperties properties = rig.container().properties(blob);
    assertThat(properties.getContentType()).isEqualTo("image/jpeg");
    assertThat(properties.getContentMd5()).isEqualTo(md5);
    assertThat(properties.getMetadata())
        .containsEntry("key", "2026-11-21%2Fx%2Fcat-and-cup.jpg")
        .containsEntry("versionid", stored.versionId())
        .containsEntry("sequencer", StoredVersion.SEQUENCER)
        .containsEntry("sha256", Hashes.sha256Base64(photo))
        .containsEntry("uploadedat", StoredVersion.TIME)
        .doesNotContainKey("usermetadata");
    assertThat(rig.backup(stored.key()))
        .isEqualTo(
            rig.copyRow(stored).entrySet().stream()
                .filter(
                    entry ->
                        !Set.of("ImageName", "Label", "Size", "UploadedAt")
                            .contains(entry.getKey()))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)))
        .containsEntry("Url", text(rig.container().url() + "/" + blob))
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
        .doesNotContainKey("Sequencer");
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
      ints = {
        0,
        1,
        Original.MAX_IN_MEMORY - 1,
        Original.MAX_IN_MEMORY,
        Original.MAX_IN_MEMORY + 1,
        3 * Original.MAX_IN_MEMORY
      })
  void copiesFilesOfAnySize(int size) {
    byte[] bytes = random(size);
    StoredVersion stored = rig.store("size-" + size, bytes);

    assertThat(rig.failures(stored)).isEmpty();

    assertThat(rig.container().copy(stored.key())).isEqualTo(bytes);
    assertThat(rig.container().properties(rig.container().blob(stored.key())).getContentMd5())
        .isEqualTo(Hashes.md5().digest(bytes));
  }

  @Test
  void marksWhatIsTooLargeForOneRequest() {
    StoredVersion stored = rig.store("large", random(10));
    long size = VersionBackup.MAX_MIB * 1024 * 1024 + 1;
    StoredVersion large =
        new StoredVersion(stored.bucket(), "large", stored.versionId(), "01", size);

    assertThat(rig.failures(large)).isEmpty();

    assertThat(rig.container().names()).isEmpty();
    assertThat(rig.backup("large").get("Error").s())
        .isEqualTo(
            "The file has 5,000 MiB. Azure takes at most 5,000 MiB in one request, so there is no copy.");
    assertThat(rig.copyRow(large)).containsEntry("Error", rig.backup("large").get("Error"));
    assertThat(rig.summary("large")).containsEntry("Status", text("received"));
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

    assertThat(rig.container().copy("parts")).isEqualTo(Photos.followedBy(first, second));
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
  void namesTheBlobAfterTheObject(String key) {
    byte[] bytes = random(100);
    rig.stack().images().put(key, bytes, "image/png");

    assertThat(rig.failures(rig.stack().uploadEvent(key))).isEmpty();

    assertThat(rig.container().copy(key)).isEqualTo(bytes);
    URI url = URI.create(rig.backup(key).get("Url").s());
    assertThat(url.getPath())
        .isEqualTo(URI.create(rig.container().url()).getPath() + "/" + rig.container().blob(key));
  }

  @Test
  void copiesAnObjectWithAKeyOf1024Bytes() {
    String key =
        (String.join("/", Collections.nCopies(8, "k".repeat(127))) + "/").substring(0, 1020) + "😀";
    rig.stack().images().put(key, random(10), "image/png");

    assertThat(rig.failures(rig.stack().uploadEvent(key))).isEmpty();

    assertThat(copiedKeys()).containsExactly(key);
  }

  @Test
  void keepsKeysApartThatAzureWouldConfuse() {
    List<String> keys = List.of("d/./a", "d/a", "d//a", "d/a.", "d\\a", "d/a ", "d/x/../a", "/d/a");
    for (String key : keys) {
      rig.stack().images().put(key, Photos.text("content of " + key), "text/plain");
      assertThat(rig.failures(rig.stack().uploadEvent(key))).as(key).isEmpty();
    }

    assertThat(copiedKeys()).containsExactlyInAnyOrderElementsOf(keys);
    for (String blob : rig.container().names()) {
      assertThat(rig.container().content(blob))
          .isEqualTo(Photos.text("content of " + copied(blob).key()));
    }
  }

  @Test
  void backsUpWhatClassifyRejects() {
    byte[] text = Photos.text("not a photo");
    StoredVersion stored = rig.store("notes.jpg", text);

    assertThat(rig.failures(stored)).isEmpty();

    assertThat(rig.container().copy("notes.jpg")).isEqualTo(text);
    assertThat(rig.container().blob("notes.jpg")).endsWith(".bin");
  }

  @Test
  void reportsEachMessageOnItsOwn() {
    StoredVersion good = rig.store("good.jpg", random(100));

    StoredVersion bad = rig.store("bad.jpg", random(100));
    rig.stack()
        .faults()
        .refuse(request -> request instanceof GetObjectRequest get && get.key().equals("bad.jpg"));

    assertThat(rig.failures(bad, good)).containsExactly("m0");

    assertThat(copiedKeys()).containsExactly("good.jpg");
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

  private List<String> copiedKeys() {
    return rig.container().names().stream().map(blob -> copied(blob).key()).toList();
  }

  private CopiedVersion copied(String blob) {
    return CopiedVersion.read(blob, rig.container().properties(blob).getMetadata()).orElseThrow();
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
