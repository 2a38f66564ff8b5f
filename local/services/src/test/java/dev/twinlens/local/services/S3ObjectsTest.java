package dev.twinlens.local.services;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.hash.Hashing;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Base64;
import java.util.Collections;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.ChecksumAlgorithm;
import software.amazon.awssdk.services.s3.model.ChecksumMode;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.MetadataDirective;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;

class S3ObjectsTest extends S3TestCase {
  @Test
  void storesHeadersMetadataAndSha256() {
    String sha256 = sha256("photo".getBytes(UTF_8));
    s3.putObject(
        put ->
            put.bucket(bucket)
                .key("k")
                .contentType("image/png; charset=x")
                .cacheControl("max-age=60")
                .contentDisposition("inline; filename=\"k.png\"")
                .metadata(Map.of("camera", "A 1", "Mixed-Case", "v"))
                .checksumSHA256(sha256),
        RequestBody.fromString("photo"));

    HeadObjectResponse head =
        s3.headObject(h -> h.bucket(bucket).key("k").checksumMode(ChecksumMode.ENABLED));

    assertThat(head.contentType()).isEqualTo("image/png; charset=x");
    assertThat(head.cacheControl()).isEqualTo("max-age=60");
    assertThat(head.contentDisposition()).isEqualTo("inline; filename=\"k.png\"");
    assertThat(head.metadata()).containsEntry("camera", "A 1").containsEntry("mixed-case", "v");
    assertThat(head.checksumSHA256()).isEqualTo(sha256);
    assertThat(s3.headObject(h -> h.bucket(bucket).key("k")).checksumSHA256()).isNull();
  }

  @Test
  void storesAChecksumThatFollowsTheBody() {
    PutObjectResponse put =
        s3.putObject(
            p -> p.bucket(bucket).key("k").checksumAlgorithm(ChecksumAlgorithm.SHA256),
            RequestBody.fromString("photo"));

    assertThat(put.checksumSHA256()).isEqualTo(sha256("photo".getBytes(UTF_8)));
    assertThat(
            s3.headObject(h -> h.bucket(bucket).key("k").checksumMode(ChecksumMode.ENABLED))
                .checksumSHA256())
        .isEqualTo(sha256("photo".getBytes(UTF_8)));
  }

  @Test
  void computesAChecksumForAnUploadWithoutOne() throws Exception {
    URI url =
        AWS.clients()
            .presigner()
            .presignPutObject(
                put ->
                    put.signatureDuration(Duration.ofMinutes(1))
                        .putObjectRequest(object -> object.bucket(bucket).key("k")))
            .url()
            .toURI();
    HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(url).PUT(BodyPublishers.ofString("123456789")).build(),
            BodyHandlers.discarding());

    assertThat(
            s3.headObject(h -> h.bucket(bucket).key("k").checksumMode(ChecksumMode.ENABLED))
                .checksumCRC64NVME())
        .isEqualTo("rosUhgp5mIg=");
  }

  @Test
  void rejectsABodyThatDoesNotMatchItsSha256() {
    String other = sha256("other".getBytes(UTF_8));

    assertThatThrownBy(
            () ->
                s3.putObject(
                    put -> put.bucket(bucket).key("k").checksumSHA256(other),
                    RequestBody.fromString("photo")))
        .isInstanceOfSatisfying(
            S3Exception.class,
            e -> {
              assertThat(e.statusCode()).isEqualTo(400);
              assertThat(e.awsErrorDetails().errorCode()).isEqualTo("BadDigest");
            });
    assertThat(s3.listObjectVersions(list -> list.bucket(bucket)).versions()).isEmpty();
  }

  @Test
  void readsRanges() {
    put("k", "0123456789");

    assertThat(range("bytes=2-4")).isEqualTo("234");
    assertThat(range("bytes=7-")).isEqualTo("789");
    assertThat(range("bytes=-2")).isEqualTo("89");
    assertThat(range("bytes=8-99")).isEqualTo("89");
    assertThatThrownBy(() -> range("bytes=10-"))
        .isInstanceOfSatisfying(
            S3Exception.class,
            e -> {
              assertThat(e.statusCode()).isEqualTo(416);
              assertThat(e.awsErrorDetails().errorCode()).isEqualTo("InvalidRange");
            });
  }

  @Test
  void letsOnlyOneOfManyConcurrentClientsCreateAKey() throws Exception {
    ExecutorService racers = Executors.newFixedThreadPool(16);
    try {
      Callable<Boolean> racer =
          () -> {
            try {
              s3.putObject(
                  put -> put.bucket(bucket).key("k").ifNoneMatch("*"), RequestBody.fromString("x"));
              return true;
            } catch (S3Exception e) {
              assertThat(e.statusCode()).isEqualTo(412);
              return false;
            }
          };
      int winners = 0;
      for (Future<Boolean> result : racers.invokeAll(Collections.nCopies(16, racer))) {
        winners += result.get() ? 1 : 0;
      }
      assertThat(winners).isEqualTo(1);
    } finally {
      racers.shutdown();
    }
    assertThat(s3.listObjectVersions(list -> list.bucket(bucket)).versions()).hasSize(1);
  }

  @Test
  void replacesOnlyTheEntityThatAnUpdateNames() {
    String eTag = put("k", "one").eTag();
    s3.putObject(put -> put.bucket(bucket).key("k").ifMatch(eTag), RequestBody.fromString("two"));

    assertThatThrownBy(
            () ->
                s3.putObject(
                    put -> put.bucket(bucket).key("k").ifMatch(eTag),
                    RequestBody.fromString("three")))
        .isInstanceOfSatisfying(S3Exception.class, e -> assertThat(e.statusCode()).isEqualTo(412));
    assertThat(read("k")).isEqualTo("two");
  }

  @Test
  void answers304ForAnUnchangedObject() {
    String eTag = put("k", "one").eTag();

    assertThatThrownBy(
            () -> s3.getObjectAsBytes(get -> get.bucket(bucket).key("k").ifNoneMatch(eTag)))
        .isInstanceOfSatisfying(S3Exception.class, e -> assertThat(e.statusCode()).isEqualTo(304));
    assertThatThrownBy(
            () -> s3.getObjectAsBytes(get -> get.bucket(bucket).key("k").ifMatch("\"other\"")))
        .isInstanceOfSatisfying(S3Exception.class, e -> assertThat(e.statusCode()).isEqualTo(412));
  }

  @Test
  void copiesAVersionWithItsMetadata() {
    s3.putObject(
        put ->
            put.bucket(bucket)
                .key("from +ü")
                .contentType("image/png")
                .metadata(Map.of("camera", "A1")),
        RequestBody.fromString("one"));
    String version = s3.headObject(head -> head.bucket(bucket).key("from +ü")).versionId();
    put("from +ü", "two");

    s3.copyObject(
        copy ->
            copy.sourceBucket(bucket)
                .sourceKey("from +ü")
                .sourceVersionId(version)
                .destinationBucket(bucket)
                .destinationKey("to"));
    HeadObjectResponse copied = s3.headObject(head -> head.bucket(bucket).key("to"));

    assertThat(read("to")).isEqualTo("one");
    assertThat(copied.contentType()).isEqualTo("image/png");
    assertThat(copied.metadata()).containsEntry("camera", "A1");

    s3.copyObject(
        copy ->
            copy.sourceBucket(bucket)
                .sourceKey("to")
                .destinationBucket(bucket)
                .destinationKey("to")
                .metadataDirective(MetadataDirective.REPLACE)
                .contentType("image/jpeg"));
    assertThat(s3.headObject(head -> head.bucket(bucket).key("to")).contentType())
        .isEqualTo("image/jpeg");
  }

  private static String sha256(byte[] content) {
    return Base64.getEncoder().encodeToString(Hashing.sha256().hashBytes(content).asBytes());
  }

  private String range(String range) {
    return s3.getObjectAsBytes(get -> get.bucket(bucket).key("k").range(range)).asUtf8String();
  }
}
