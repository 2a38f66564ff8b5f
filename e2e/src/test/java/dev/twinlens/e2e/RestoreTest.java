package dev.twinlens.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.twinlens.local.testing.Photos;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.ResponseBytes;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.ListObjectVersionsResponse;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;

/**
 * When every version in the images bucket is lost, all photos come back from Azure as they were.
 */
@Tag("own-deployment")
class RestoreTest {
  /** All photos; among the keys is each kind that Azure or a URL treats in its own way. */
  private static final Map<String, String> KEYS =
      Map.of(
          "chelsea.png", "chelsea.png",
          "a cat & a cup +100%.jpg", "cat-and-cup.jpg",
          "日本/ü\uD83D\uDC31.png", "coffee.png",
          "a//b.jpg", "rocket.jpg",
          "dot.", "camera.png",
          "2026/11/astronaut.png", "astronaut.png",
          "2026/11/four.jpg", "four.jpg");

  /** A person deleted it before the others were lost. */
  private static final String DELETED = "deleted.png";

  private static final Map<String, String> METADATA =
      Map.of("place", "Béziers 港", "camera", "K-1", "long", "x".repeat(1500));

  @TempDir private Path data;
  private Stack stack;

  @BeforeEach
  void start() {
    stack = Stack.start(data, "dev");
  }

  @AfterEach
  void stop() {
    stack.close();
  }

  @Test
  void bringsBackAnEmptiedBucketWithoutAnotherCallOfRekognition() {
    assertThat(KEYS.values()).containsExactlyInAnyOrderElementsOf(photos());
    KEYS.forEach(this::upload);
    upload(DELETED, "chelsea.png");
    awaitAll(DELETED);
    delete(DELETED);
    Map<String, JsonNode> images = new HashMap<>();
    KEYS.keySet().forEach(key -> images.put(key, awaitAll(key)));
    Map<String, ResponseBytes<GetObjectResponse>> objects = new HashMap<>();
    KEYS.keySet().forEach(key -> objects.put(key, object(key)));
    assertThat(stack.operate("verify", "--read")).contains("Every copy is there and identical");
    destroyEveryVersion();
    KEYS.keySet().forEach(this::awaitGone);
    long calls = stack.detectLabelsCalls();

    assertThat(stack.operate("restore"))
        .contains(KEYS.size() + " restored", "1 deleted photos stay deleted");

    for (String key : KEYS.keySet()) {
      JsonNode before = images.get(key);
      JsonNode after =
          stack.awaitImage(
              key,
              image ->
                  !image.path("versionId").equals(before.path("versionId"))
                      && image.path("status").asText().equals("labelled")
                      && image.has("backup"));
      assertThat(after.path("uploadedAt")).as(key).isEqualTo(before.path("uploadedAt"));
      assertThat(after.path("labels")).as(key).isEqualTo(before.path("labels"));
      assertSame(key, objects.get(key), object(key));
    }
    assertThat(stack.detectLabelsCalls()).isEqualTo(calls);
    assertThat(stack.operate("restore")).contains("0 restored", KEYS.size() + " were there");
    assertThat(stack.operate("verify", "--read")).contains("Every copy is there and identical");
    assertThat(stack.operate("restore", "--deleted")).contains("1 restored");
  }

  private static List<String> photos() {
    try (Stream<Path> files = Files.list(DevStack.PHOTOS)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> !name.endsWith(".md"))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void assertSame(
      String key, ResponseBytes<GetObjectResponse> before, ResponseBytes<GetObjectResponse> after) {
    assertThat(after.asByteArray()).as(key).isEqualTo(before.asByteArray());
    assertThat(after.response().metadata()).as(key).isEqualTo(before.response().metadata());
    assertThat(after.response().contentType()).as(key).isEqualTo(before.response().contentType());
    assertThat(after.response().cacheControl()).as(key).isEqualTo(before.response().cacheControl());
    assertThat(after.response().contentDisposition())
        .as(key)
        .isEqualTo(before.response().contentDisposition());
  }

  private void upload(String key, String photo) {
    try (S3Client s3 = stack.s3()) {
      s3.putObject(
          put ->
              put.bucket(stack.output("imagesBucket"))
                  .key(key)
                  .contentType(photo.endsWith("png") ? "image/png" : "image/jpeg")
                  .cacheControl("max-age=60")
                  .contentDisposition("attachment; filename=\"photo\"")
                  .metadata(METADATA),
          RequestBody.fromBytes(Photos.read(photo)));
    }
  }

  private JsonNode awaitAll(String key) {
    return stack.awaitImage(
        key, image -> image.path("status").asText().equals("labelled") && image.has("backup"));
  }

  private void delete(String key) {
    try (S3Client s3 = stack.s3()) {
      s3.deleteObject(request -> request.bucket(stack.output("imagesBucket")).key(key));
    }
    awaitGone(key);
  }

  private void awaitGone(String key) {
    Awaitility.await(key).atMost(Stack.PATIENCE).until(() -> stack.image(key).status() == 404);
  }

  private ResponseBytes<GetObjectResponse> object(String key) {
    try (S3Client s3 = stack.s3()) {
      return s3.getObjectAsBytes(get -> get.bucket(stack.output("imagesBucket")).key(key));
    }
  }

  private void destroyEveryVersion() {
    String bucket = stack.output("imagesBucket");
    try (S3Client s3 = stack.s3()) {
      ListObjectVersionsResponse all = s3.listObjectVersions(list -> list.bucket(bucket));
      List<ObjectIdentifier> versions =
          Stream.concat(
                  all.versions().stream()
                      .map(version -> identifier(version.key(), version.versionId())),
                  all.deleteMarkers().stream()
                      .map(marker -> identifier(marker.key(), marker.versionId())))
              .toList();
      s3.deleteObjects(
          request -> request.bucket(bucket).delete(delete -> delete.objects(versions)));
      ListObjectVersionsResponse left = s3.listObjectVersions(list -> list.bucket(bucket));
      assertThat(left.versions()).isEmpty();
      assertThat(left.deleteMarkers()).isEmpty();
    }
  }

  private static ObjectIdentifier identifier(String key, String versionId) {
    return ObjectIdentifier.builder().key(key).versionId(versionId).build();
  }
}
