package dev.twinlens.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.azure.storage.blob.BlobUrlParts;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.twinlens.local.testing.Photos;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.lambda.model.InvokeResponse;

/**
 * Somebody deletes a copy and a disk damages another one: the audit finds both, reports them and
 * has them repaired without a person.
 */
@Tag("own-deployment")
class AuditTest {
  private static final JsonMapper JSON = new JsonMapper();
  private static final String DELETED = "deleted.png";
  private static final String DAMAGED = "damaged.png";
  private static final String KEPT = "kept.jpg";

  @TempDir private static Path data;
  private static Stack stack;

  @BeforeAll
  static void start() {
    stack = Stack.start(data, "dev");
  }

  @AfterAll
  static void stop() {
    if (stack != null) {
      stack.close();
    }
  }

  @Test
  void findsReportsAndRepairsWhatHappensToCopies() throws IOException {
    stack.putObject(DELETED, Photos.read("chelsea.png"));
    stack.putObject(DAMAGED, Photos.read("coffee.png"));
    stack.putObject(KEPT, Photos.read("cat-and-cup.jpg"));
    String deletedBlob = copyOf(DELETED);
    String damagedBlob = copyOf(DAMAGED);
    stack.awaitDone(KEPT);
    assertThat(stack.image(KEPT).json().path("backup").has("verifiedAt")).isFalse();
    stack.backups().getBlobClient(deletedBlob).delete();
    damage(Photos.read("coffee.png"));
    byte[] damaged = stack.backups().getBlobClient(damagedBlob).downloadContent().toBytes();
    assertThat(damaged)
        .isNotEqualTo(Photos.read("coffee.png"))
        .hasSameSizeAs(Photos.read("coffee.png"));
    assertThat(stack.backups().getBlobClient(damagedBlob).getProperties().getContentMd5())
        .as("its properties are intact")
        .isEqualTo(Stack.digest("MD5", Photos.read("coffee.png")));
    Instant before = Instant.now();

    JsonNode report = audit();

    assertThat(report.path("missing").asInt()).isEqualTo(1);
    assertThat(report.path("different").asInt()).isEqualTo(1);
    assertThat(report.path("auditSignatureDaysLeft").asInt()).isGreaterThan(80);
    assertThat(report.path("backupSignatureDaysLeft").asInt()).isGreaterThan(80);
    assertReported(DELETED);
    assertReported(DAMAGED);

    Awaitility.await("there is a copy again")
        .atMost(Stack.PATIENCE)
        .until(() -> stack.hasCopy(DELETED));
    JsonNode repaired =
        stack.awaitImage(
            DAMAGED, image -> image.path("backup").path("url").asText().endsWith("-r2.png"));
    String repair = BlobUrlParts.parse(repaired.path("backup").path("url").asText()).getBlobName();
    assertThat(stack.backups().getBlobClient(repair).downloadContent().toBytes())
        .as("bytes of " + repair)
        .isEqualTo(Photos.read("coffee.png"));
    assertThat(repaired.path("backup").path("sha256").asText())
        .isEqualTo(Stack.sha256(Photos.read("coffee.png")));
    assertThat(stack.backups().getBlobClient(damagedBlob).downloadContent().toBytes())
        .as("the damaged copy stays for an investigation")
        .isEqualTo(damaged);

    JsonNode next = audit();

    assertThat(next.path("missing").asInt()).isZero();
    assertThat(next.path("different").asInt()).isZero();
    for (String key : List.of(DELETED, DAMAGED, KEPT)) {
      String verified = stack.image(key).json().path("backup").path("verifiedAt").asText();
      assertThat(Instant.parse(verified)).as(key).isAfter(before);
    }
  }

  /** The name of the copy, once it is made. */
  private static String copyOf(String key) {
    stack.awaitDone(key);
    return stack.copyOf(key).getBlobName();
  }

  /** What {@code aws lambda invoke} does, until an audit has ended. */
  private static JsonNode audit() {
    InvokeResponse response = stack.audit();
    assertThat(response.functionError()).as(response.payload().asUtf8String()).isNull();
    try {
      return JSON.readTree(response.payload().asByteArray());
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static void assertReported(String key) {
    assertThat(stack.log("audit")).anyMatch(line -> line.contains(key));
  }

  /** Changes a byte in the middle of a photo, in the files in which Azurite keeps blobs. */
  private static void damage(byte[] photo) throws IOException {
    int middle = photo.length / 2;
    List<Path> extents;
    try (Stream<Path> files = Files.walk(data.resolve("azure"))) {
      extents = files.filter(Files::isRegularFile).toList();
    }
    int changed = 0;
    for (Path extent : extents) {
      byte[] content = Files.readAllBytes(extent);
      int start = indexOf(content, photo);
      if (start >= 0) {
        try (RandomAccessFile file = new RandomAccessFile(extent.toFile(), "rw")) {
          file.seek(start + middle);
          file.write(photo[middle] ^ 1);
        }
        changed++;
      }
    }
    assertThat(changed).isEqualTo(1);
  }

  private static int indexOf(byte[] content, byte[] wanted) {
    for (int i = 0; i + wanted.length <= content.length; i++) {
      if (Arrays.equals(content, i, i + wanted.length, wanted, 0, wanted.length)) {
        return i;
      }
    }
    return -1;
  }
}
