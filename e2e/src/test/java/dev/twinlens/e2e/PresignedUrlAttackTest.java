package dev.twinlens.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.twinlens.local.testing.Photos;
import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.s3.S3Client;

/** What an attacker can try who has a presigned URL. */
@ExtendWith(DevStack.class)
class PresignedUrlAttackTest {
  /** The longest life that the bucket policy allows a presigned PUT. */
  private static final Duration UPLOAD_LIFE = Duration.ofMinutes(5);

  private final Stack stack;
  private final Attacker attacker;
  private final String images;
  private final String results;

  PresignedUrlAttackTest(Stack stack) {
    this.stack = stack;
    this.attacker = new Attacker(stack);
    this.images = stack.output("imagesBucket");
    this.results = stack.output("resultsBucket");
  }

  @Test
  void refusesAUrlThatHasExpired() {
    URI url = attacker.signed("request-upload", "/" + images + "/late.png", ago(6), UPLOAD_LIFE);

    Attacker.assertForbidden(attacker.put(url, Attacker.PHOTO), "Request has expired");
    attacker.assertAbsent(images, "late.png");
  }

  /** The signer chooses the life of a URL; the bucket policy limits it. */
  @Test
  void refusesAUrlThatIsOlderThanTheBucketPolicyAllows() {
    URI url =
        attacker.signed("request-upload", "/" + images + "/old.png", ago(6), Duration.ofHours(1));

    Attacker.assertForbidden(attacker.put(url, Attacker.PHOTO), "explicit deny");
    attacker.assertAbsent(images, "old.png");
  }

  @Test
  void keepsTheObjectWhenAnExpiredUrlIsUsedAgain() {
    String key = UUID.randomUUID() + ".png";
    Duration life = Duration.ofSeconds(8);
    Instant end = Instant.now().plus(life);
    URI url = attacker.signed("request-upload", "/" + images + "/" + key, Duration.ZERO, life);
    assertThat(attacker.put(url, Attacker.PHOTO).status()).isEqualTo(200);
    String version = version(key);

    Awaitility.await().until(() -> Instant.now().isAfter(end.plusSeconds(1)));

    Attacker.assertForbidden(attacker.put(url, Photos.read("coffee.png")), "Request has expired");
    assertThat(version(key)).isEqualTo(version);
  }

  /** The signature covers every field of {@code POST /uploads}. */
  @ParameterizedTest
  @ValueSource(strings = {"length", "type", "hash", "key"})
  void acceptsOnlyTheSignedRequest(String changed) {
    JsonNode place = attacker.place();
    String sha256 =
        changed.equals("hash")
            ? Stack.sha256("other".getBytes(UTF_8))
            : Stack.sha256(Attacker.PHOTO);
    String type = changed.equals("type") ? "text/html" : "image/png";
    int length = Attacker.PHOTO.length + (changed.equals("length") ? 1 : 0);
    String url = place.path("url").asText();
    String key = place.path("key").asText();
    if (changed.equals("key")) {
      url = url.replace("/cat.png", "/dog.png");
      key = key.replace("/cat.png", "/dog.png");
    }

    Response response =
        stack.send(
            HttpRequest.newBuilder(URI.create(url))
                .header("content-type", type)
                .header("x-amz-checksum-sha256", sha256)
                .PUT(
                    HttpRequest.BodyPublishers.ofByteArray(Arrays.copyOf(Attacker.PHOTO, length))));

    Attacker.assertForbidden(response, "SignatureDoesNotMatch");
    attacker.assertAbsent(images, key);
  }

  /** The signature is valid, but the bytes do not have the signed hash. */
  @Test
  void refusesOtherBytesOfTheSameLength() {
    JsonNode place = attacker.place();
    byte[] other = Attacker.PHOTO.clone();
    other[other.length / 2] ^= 1;

    assertThat(stack.put(place, other).status()).isEqualTo(400);
    attacker.assertAbsent(images, place.path("key").asText());
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET", "DELETE"})
  void refusesOtherMethodsWithAnUploadUrl(String method) {
    URI url = URI.create(attacker.place().path("url").asText());

    Attacker.assertForbidden(
        stack.send(HttpRequest.newBuilder(url).method(method, HttpRequest.BodyPublishers.noBody())),
        "SignatureDoesNotMatch");
  }

  /**
   * A permission for the images bucket does not reach another bucket, however the path is written.
   */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "/%s/../%s/results/stolen",
        "/%s/%%2e%%2e/%s/results/stolen",
        "/%s/..%%2f%s/results/stolen",
        "/%s/./../%s/results/stolen",
        "/%s//../%s/results/stolen",
        "/%s%%2f..%%2f%s/results/stolen"
      })
  void reachesNoOtherBucketThroughThePath(String path) {
    URI url =
        attacker.signed(
            "request-upload",
            path.formatted(images, results),
            Duration.ZERO,
            Duration.ofMinutes(1));

    Response response = attacker.put(url, Attacker.PHOTO);

    // Either an object of that name in the images bucket, or an error.
    assertThat(response.status()).as(response.body()).isIn(200, 400, 403, 404);
    attacker.assertAbsent(results, "results/stolen");
  }

  @Test
  void refusesUploadsFromAnotherOrigin() {
    Response response =
        stack.send(
            HttpRequest.newBuilder(URI.create(attacker.place().path("url").asText()))
                .header("Origin", "https://elsewhere.example")
                .header("Access-Control-Request-Method", "PUT")
                .method("OPTIONS", HttpRequest.BodyPublishers.noBody()));

    assertThat(response.status()).isEqualTo(403);
    assertThat(response.headers()).doesNotContainKey("access-control-allow-origin");
  }

  private static Duration ago(int minutes) {
    return Duration.ofMinutes(minutes);
  }

  private String version(String key) {
    try (S3Client s3 = stack.s3()) {
      return s3.headObject(head -> head.bucket(images).key(key)).versionId();
    }
  }
}
