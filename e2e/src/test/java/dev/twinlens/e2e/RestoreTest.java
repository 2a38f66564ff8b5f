package dev.twinlens.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.twinlens.local.iam.AccessReport;
import dev.twinlens.local.testing.Photos;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.core.ResponseBytes;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;

/** Photos whose every version in S3 is lost come back from Azure alone, as they were. */
@ExtendWith(DevStack.class)
class RestoreTest {
  private static final String PREFIX = "restore/";

  /** A key for each kind that Azure or a URL treats in its own way, and its photo. */
  private static final Map<String, String> KEYS =
      Map.of(
          PREFIX + "chelsea.png", "chelsea.png",
          PREFIX + "a cat & a cup +100%.jpg", "cat-and-cup.jpg",
          PREFIX + "日本/ü\uD83D\uDC31.png", "coffee.png",
          PREFIX + "a//b.jpg", "rocket.jpg",
          PREFIX + "dot.", "camera.png");

  private static final Map<String, String> METADATA =
      Map.of("place", "Béziers 港", "camera", "K-1", "long", "x".repeat(1500));

  private final Stack stack;

  RestoreTest(Stack stack) {
    this.stack = stack;
  }

  /** Images with the same bytes stay, so that what Rekognition said of them is still known. */
  @Test
  void bringsBackEverythingWithoutAnotherCallOfRekognition() {
    KEYS.forEach(this::upload);
    KEYS.keySet().forEach(this::awaitAll);
    KEYS.forEach((key, photo) -> upload("kept/" + key, photo));
    KEYS.keySet().forEach(key -> awaitAll("kept/" + key));
    Map<String, JsonNode> images = new HashMap<>();
    KEYS.keySet().forEach(key -> images.put(key, awaitAll(key)));
    Map<String, ResponseBytes<GetObjectResponse>> objects = new HashMap<>();
    KEYS.keySet().forEach(key -> objects.put(key, object(key)));
    assertThat(command("verify", PREFIX, "--read")).contains("Every copy is there and identical");
    destroyEveryVersion();
    long calls = detectLabelsCalls();

    // Their removal has made them deleted images.
    assertThat(command("restore", "--deleted", PREFIX)).contains(KEYS.size() + " restored");

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
    assertThat(detectLabelsCalls()).isEqualTo(calls);
    assertThat(command("restore", PREFIX)).contains("0 restored", KEYS.size() + " were there");
    assertThat(command("verify", PREFIX, "--read")).contains("Every copy is there and identical");
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

  private ResponseBytes<GetObjectResponse> object(String key) {
    try (S3Client s3 = stack.s3()) {
      return s3.getObjectAsBytes(get -> get.bucket(stack.output("imagesBucket")).key(key));
    }
  }

  private void destroyEveryVersion() {
    String bucket = stack.output("imagesBucket");
    try (S3Client s3 = stack.s3()) {
      List<ObjectIdentifier> versions =
          s3.listObjectVersions(list -> list.bucket(bucket).prefix(PREFIX)).versions().stream()
              .map(
                  version ->
                      ObjectIdentifier.builder()
                          .key(version.key())
                          .versionId(version.versionId())
                          .build())
              .toList();
      s3.deleteObjects(request -> request.bucket(bucket).delete(all -> all.objects(versions)));
      assertThat(s3.listObjectVersions(list -> list.bucket(bucket).prefix(PREFIX)).versions())
          .isEmpty();
    }
  }

  /** Other tests' photos may be labelled at the same time, so it waits until the count rests. */
  private long detectLabelsCalls() {
    return Awaitility.await()
        .atMost(Duration.ofMinutes(1))
        .until(() -> countDetectLabels(), count -> count == countDetectLabels());
  }

  private long countDetectLabels() {
    return stack.access().report().grants().stream()
        .filter(grant -> grant.action().equals("rekognition:DetectLabels"))
        .mapToLong(AccessReport.GrantUse::uses)
        .sum();
  }

  /** What the command prints; it must succeed. */
  private String command(String... arguments) {
    String[] all = List.of(arguments).toArray(new String[arguments.length + 2]);
    all[arguments.length] = "--data";
    all[arguments.length + 1] = stack.dataDirectory().toString();
    LocalCommand command = LocalCommand.startOperation(all);
    assertThat(command.exitValue()).as(command.output()).isZero();
    return command.output();
  }
}
