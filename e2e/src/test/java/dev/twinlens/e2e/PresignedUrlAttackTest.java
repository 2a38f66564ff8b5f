package dev.twinlens.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.twinlens.e2e.Stack.Answer;
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

/** What an attacker may try who has a presigned URL. */
@ExtendWith(Laptop.class)
class PresignedUrlAttackTest {
  /** What the bucket's policy grants a presigned PUT at the most. */
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
  void aUrlIsOfNoUseWhenItHasExpired() {
    URI url = attacker.signed("request-upload", "/" + images + "/late.png", ago(6), UPLOAD_LIFE);

    Attacker.assertForbidden(attacker.put(url, Attacker.PHOTO), "Request has expired");
    attacker.assertAbsent(images, "late.png");
  }

  /** Whoever signs chooses the life of a URL; the bucket has the last word. */
  @Test
  void aUrlIsOfNoUseWhenItIsOlderThanTheBucketAllows() {
    URI url =
        attacker.signed("request-upload", "/" + images + "/old.png", ago(6), Duration.ofHours(1));

    Attacker.assertForbidden(attacker.put(url, Attacker.PHOTO), "explicit deny");
    attacker.assertAbsent(images, "old.png");
  }

  @Test
  void aUrlOverwritesNothingWhenItHasExpired() {
    String key = UUID.randomUUID() + ".png";
    Duration life = Duration.ofSeconds(8);
    Instant end = Instant.now().plus(life);
    URI url = attacker.signed("request-upload", "/" + images + "/" + key, Duration.ZERO, life);
    assertThat(attacker.put(url, Attacker.PHOTO).status()).isEqualTo(200);
    String version = version(key);

    Awaitility.await().until(() -> Instant.now().isAfter(end.plusSeconds(1)));

    Attacker.assertForbidden(attacker.put(url, Laptop.photo("coffee.png")), "Request has expired");
    assertThat(version(key)).isEqualTo(version);
  }

  /** Everything that {@code POST /uploads} was told is part of the signature. */
  @ParameterizedTest
  @ValueSource(strings = {"length", "type", "hash", "key"})
  void aUrlTakesNothingButWhatItWasSignedFor(String changed) {
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

    Answer answer =
        stack.send(
            HttpRequest.newBuilder(URI.create(url))
                .header("content-type", type)
                .header("x-amz-checksum-sha256", sha256)
                .PUT(
                    HttpRequest.BodyPublishers.ofByteArray(Arrays.copyOf(Attacker.PHOTO, length))));

    Attacker.assertForbidden(answer, "SignatureDoesNotMatch");
    attacker.assertAbsent(images, key);
  }

  /** The same hash, but other bytes: the signature holds, the content does not. */
  @Test
  void aUrlTakesNoOtherBytesOfTheSameLength() {
    JsonNode place = attacker.place();
    byte[] other = Attacker.PHOTO.clone();
    other[other.length / 2] ^= 1;

    assertThat(stack.put(place, other).status()).isEqualTo(400);
    attacker.assertAbsent(images, place.path("key").asText());
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET", "DELETE"})
  void aUrlForAnUploadDoesNothingElse(String method) {
    URI url = URI.create(attacker.place().path("url").asText());

    Attacker.assertForbidden(
        stack.send(HttpRequest.newBuilder(url).method(method, HttpRequest.BodyPublishers.noBody())),
        "SignatureDoesNotMatch");
  }

  /** A right on the images bucket is none on its neighbour, however the path is written. */
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
  void noPathLeadsFromOneBucketIntoAnother(String path) {
    URI url =
        attacker.signed(
            "request-upload",
            path.formatted(images, results),
            Duration.ZERO,
            Duration.ofMinutes(1));

    Answer answer = attacker.put(url, Attacker.PHOTO);

    // An object of that odd name in the images bucket, or a refusal.
    assertThat(answer.status()).as(answer.body()).isIn(200, 400, 403, 404);
    attacker.assertAbsent(results, "results/stolen");
  }

  @Test
  void noOtherOriginMayUploadFromABrowser() {
    Answer answer =
        stack.send(
            HttpRequest.newBuilder(URI.create(attacker.place().path("url").asText()))
                .header("Origin", "https://elsewhere.example")
                .header("Access-Control-Request-Method", "PUT")
                .method("OPTIONS", HttpRequest.BodyPublishers.noBody()));

    assertThat(answer.status()).isEqualTo(403);
    assertThat(answer.headers()).doesNotContainKey("access-control-allow-origin");
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
