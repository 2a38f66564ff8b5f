package dev.twinlens.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.twinlens.local.testing.Photos;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.ObjectVersion;

/**
 * A data folder from the time when each key had one copy, which was overwritten, goes on without
 * loss. The README says how the folder was made.
 */
@Tag("own-deployment")
class FormerFolderTest {
  private static final String KEPT = "kept cat.jpg";
  private static final String HASHED = "a//b.jpg";
  private static final String REPLACED = "replaced.jpg";
  private static final String DELETED = "deleted.jpg";
  private static final Map<String, String> UPLOADED =
      Map.of(
          KEPT, "2026-11-30T21:23:24.476Z",
          HASHED, "2026-11-30T21:23:27.323Z",
          REPLACED, "2026-11-30T21:23:51.107Z");

  @TempDir private Path data;

  @Test
  void goesOnWithAFolderOfTheFormerNaming() {
    unpack();
    try (Stack stack = Stack.start(data, "dev")) {
      assertShown(stack);
      Map<String, byte[]> photos = new HashMap<>();
      UPLOADED.keySet().forEach(key -> photos.put(key, bytes(stack, key)));

      // The copy of a replaced version was overwritten; its original is still there.
      assertThat(stack.operate("rebuild"))
          .contains("0 images", "4 copies", "1 versions to be copied");
      Awaitility.await().atMost(Stack.PATIENCE).until(() -> copies(stack, REPLACED) == 2);
      assertThat(stack.operate("verify", "--read")).contains("Every copy is there and identical");
      assertShown(stack);

      destroyEveryVersion(stack);
      assertThat(stack.operate("restore")).contains("3 restored", "1 deleted photos stay deleted");
      photos.forEach((key, photo) -> assertThat(bytes(stack, key)).as(key).isEqualTo(photo));

      stack.putObject(KEPT, Photos.read("coffee.png"));
      JsonNode replaced =
          stack.awaitImage(
              KEPT, image -> Labels.withBoxes(image).containsKey("Cup") && image.has("backup"));
      assertThat(replaced.path("backup").path("url").asText()).contains("/kept%20cat.jpg/2026");
      UPLOADED.keySet().forEach(stack::awaitDone);
      assertThat(stack.operate("verify", "--read")).contains("Every copy is there and identical");
    }
  }

  private static void assertShown(Stack stack) {
    assertThat(
            stack.send(stack.api("/images?limit=10")).json().path("items").findValuesAsText("key"))
        .containsExactly(REPLACED, HASHED, KEPT);
    UPLOADED.forEach(
        (key, time) -> {
          JsonNode image = stack.image(key).json();
          assertThat(image.path("uploadedAt").asText()).as(key).isEqualTo(time);
          assertThat(image.has("backup")).as(key).isTrue();
          assertThat(image.path("status").asText()).as(key).isEqualTo("labelled");
        });
    assertThat(Labels.withBoxes(stack.image(KEPT).json())).containsKey("Cat");
    assertThat(Labels.withBoxes(stack.image(REPLACED).json())).containsKey("Cup");
    assertThat(stack.image(DELETED).status()).isEqualTo(404);
  }

  private static byte[] bytes(Stack stack, String key) {
    try (S3Client s3 = stack.s3()) {
      return s3.getObjectAsBytes(get -> get.bucket(stack.output("imagesBucket")).key(key))
          .asByteArray();
    }
  }

  /** Those of the former naming have the key as their name. */
  private static long copies(Stack stack, String key) {
    return stack.backups().listBlobs().stream()
        .filter(blob -> blob.getName().equals(key) || blob.getName().startsWith(key + "/"))
        .count();
  }

  private static void destroyEveryVersion(Stack stack) {
    String bucket = stack.output("imagesBucket");
    try (S3Client s3 = stack.s3()) {
      List<ObjectIdentifier> versions =
          s3.listObjectVersions(list -> list.bucket(bucket)).versions().stream()
              .map(FormerFolderTest::identifier)
              .toList();
      s3.deleteObjects(
          request -> request.bucket(bucket).delete(delete -> delete.objects(versions)));
    }
  }

  private static ObjectIdentifier identifier(ObjectVersion version) {
    return ObjectIdentifier.builder().key(version.key()).versionId(version.versionId()).build();
  }

  private void unpack() {
    try (InputStream archive =
            Objects.requireNonNull(
                FormerFolderTest.class.getResourceAsStream("/data-of-one-copy-per-key.zip"));
        ZipInputStream zip = new ZipInputStream(archive)) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        Path file = data.resolve(entry.getName());
        Files.createDirectories(file.getParent());
        Files.copy(zip, file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
