package dev.twinlens.local.services;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import com.google.common.hash.Hashing;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.core.ResponseBytes;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.BucketVersioningStatus;
import software.amazon.awssdk.services.s3.model.ChecksumAlgorithm;
import software.amazon.awssdk.services.s3.model.ChecksumMode;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.DeleteMarkerEntry;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.ListObjectVersionsResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.MetadataDirective;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.ObjectVersion;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;

class S3ObjectsTest {
  @RegisterExtension static final LocalAws AWS = new LocalAws();

  private final S3Client s3 = AWS.clients().s3();
  private final String bucket = "bucket-" + UUID.randomUUID();

  @BeforeEach
  void createVersionedBucket() {
    s3.createBucket(create -> create.bucket(bucket));
    setVersioning(BucketVersioningStatus.ENABLED);
  }

  static Stream<String> keys() {
    return Stream.of(
        "a",
        "a/b",
        "a//b",
        "/leading",
        "//two leading",
        "trailing/",
        " a b ",
        "a+b",
        "100%",
        "%41",
        "%2F",
        "ünïcode/文字",
        "😀/👩‍🚀.png",
        "quote\"'<>&`|\\^{}[]",
        "?query=x&y#fragment",
        ";,:@$!*()~=",
        "tab\tnew\nline",
        "..",
        "../x",
        "a/../../b",
        "a/./b",
        ".",
        ".s3proxy",
        "x".repeat(1024),
        "y".repeat(300) + "/" + "z".repeat(300),
        "é".repeat(512));
  }

  @ParameterizedTest
  @MethodSource("keys")
  void keepsAnObjectUnderAnyKey(String key) {
    s3.putObject(put -> put.bucket(bucket).key(key), RequestBody.fromString("content of " + key));

    assertThat(read(key)).isEqualTo("content of " + key);
    assertThat(s3.headObject(head -> head.bucket(bucket).key(key)).contentLength())
        .isEqualTo(("content of " + key).getBytes(UTF_8).length);
    assertThat(s3.listObjectsV2(list -> list.bucket(bucket)).contents())
        .extracting(S3Object::key)
        .containsExactly(key);
    assertThat(s3.listObjectVersions(list -> list.bucket(bucket)).versions())
        .extracting(ObjectVersion::key)
        .containsExactly(key);

    s3.deleteObject(delete -> delete.bucket(bucket).key(key));

    assertThatThrownBy(() -> read(key)).isInstanceOf(NoSuchKeyException.class);
  }

  @Test
  void refusesAKeyOfMoreThan1024Bytes() {
    assertThatThrownBy(() -> put("é".repeat(512) + "x", "content"))
        .isInstanceOfSatisfying(
            S3Exception.class,
            e -> {
              assertThat(e.statusCode()).isEqualTo(400);
              assertThat(e.awsErrorDetails().errorCode()).isEqualTo("KeyTooLongError");
            });
  }

  @Test
  void keepsAKeyAndAnotherBelowIt() {
    put("a", "one");
    put("a/b", "two");
    put("a/b/c", "three");

    assertThat(List.of(read("a"), read("a/b"), read("a/b/c")))
        .containsExactly("one", "two", "three");
  }

  @Test
  void listsKeysInTheOrderOfTheirUtf8Bytes() {
    List<String> keys = List.of("😀", "\uFF21", "é", "z", "a/b", "a", "a!", "a0", "B");
    keys.forEach(key -> put(key, "x"));

    List<String> byBytes = new ArrayList<>(keys);
    byBytes.sort(
        (one, other) -> Arrays.compareUnsigned(one.getBytes(UTF_8), other.getBytes(UTF_8)));

    assertThat(s3.listObjectsV2(list -> list.bucket(bucket)).contents())
        .extracting(S3Object::key)
        .containsExactlyElementsOf(byBytes);
  }

  @Test
  void listsInPagesByPrefixAndDelimiter() {
    for (String key : List.of("p/1", "p/2/x", "p/2/y", "p/3", "p/4/z", "q")) {
      put(key, "x");
    }

    List<String> keys = new ArrayList<>();
    List<String> prefixes = new ArrayList<>();
    String token = null;
    int pages = 0;
    do {
      String from = token;
      ListObjectsV2Response page =
          s3.listObjectsV2(
              list ->
                  list.bucket(bucket)
                      .prefix("p/")
                      .delimiter("/")
                      .maxKeys(1)
                      .continuationToken(from));
      page.contents().forEach(object -> keys.add(object.key()));
      page.commonPrefixes().forEach(prefix -> prefixes.add(prefix.prefix()));
      token = page.nextContinuationToken();
      pages++;
    } while (token != null);

    assertThat(keys).containsExactly("p/1", "p/3");
    assertThat(prefixes).containsExactly("p/2/", "p/4/");
    assertThat(pages).isEqualTo(4);
  }

  @Test
  void keepsFormerVersionsReadable() {
    PutObjectResponse first = put("photo", "one");
    PutObjectResponse second = put("photo", "two");

    assertThat(first.versionId()).isNotEqualTo(second.versionId());
    assertThat(read("photo")).isEqualTo("two");
    ResponseBytes<GetObjectResponse> former =
        s3.getObjectAsBytes(get -> get.bucket(bucket).key("photo").versionId(first.versionId()));
    assertThat(former.asUtf8String()).isEqualTo("one");
    assertThat(former.response().versionId()).isEqualTo(first.versionId());
    assertThat(
            s3.headObject(head -> head.bucket(bucket).key("photo").versionId(first.versionId()))
                .eTag())
        .isEqualTo(first.eTag());
    assertThat(s3.listObjectVersions(list -> list.bucket(bucket)).versions())
        .extracting(ObjectVersion::versionId, ObjectVersion::isLatest)
        .containsExactly(tuple(second.versionId(), true), tuple(first.versionId(), false));
  }

  @Test
  void hidesADeletedObjectBehindAMarkerAndShowsItAgainWithoutIt() {
    PutObjectResponse stored = put("photo", "one");
    String marker = s3.deleteObject(delete -> delete.bucket(bucket).key("photo")).versionId();

    assertThatThrownBy(() -> read("photo")).isInstanceOf(NoSuchKeyException.class);
    assertThat(s3.listObjectsV2(list -> list.bucket(bucket)).contents()).isEmpty();
    ListObjectVersionsResponse versions = s3.listObjectVersions(list -> list.bucket(bucket));
    assertThat(versions.deleteMarkers())
        .extracting(DeleteMarkerEntry::versionId)
        .containsExactly(marker);
    assertThat(versions.versions())
        .extracting(ObjectVersion::versionId)
        .containsExactly(stored.versionId());

    s3.deleteObject(delete -> delete.bucket(bucket).key("photo").versionId(marker));

    assertThat(read("photo")).isEqualTo("one");
  }

  @Test
  void removesAVersionForGood() {
    PutObjectResponse first = put("photo", "one");
    PutObjectResponse second = put("photo", "two");

    s3.deleteObject(delete -> delete.bucket(bucket).key("photo").versionId(second.versionId()));

    assertThat(read("photo")).isEqualTo("one");
    assertThatThrownBy(
            () ->
                s3.getObjectAsBytes(
                    get -> get.bucket(bucket).key("photo").versionId(second.versionId())))
        .isInstanceOfSatisfying(
            S3Exception.class,
            e -> assertThat(e.awsErrorDetails().errorCode()).isEqualTo("NoSuchVersion"));
    assertThat(s3.listObjectVersions(list -> list.bucket(bucket)).versions())
        .extracting(ObjectVersion::versionId)
        .containsExactly(first.versionId());
  }

  @Test
  void pagesThroughVersions() {
    List<String> written = new ArrayList<>();
    for (String key : List.of("a", "a", "a", "b")) {
      written.add(put(key, "x").versionId());
    }

    List<String> listed =
        s3.listObjectVersionsPaginator(list -> list.bucket(bucket).maxKeys(1)).versions().stream()
            .map(ObjectVersion::versionId)
            .toList();

    assertThat(listed)
        .containsExactly(written.get(2), written.get(1), written.get(0), written.get(3));
  }

  @Test
  void keepsOneObjectPerKeyInABucketWithoutVersioning() {
    String plain = "plain-" + UUID.randomUUID();
    s3.createBucket(create -> create.bucket(plain));
    s3.putObject(put -> put.bucket(plain).key("k"), RequestBody.fromString("one"));
    PutObjectResponse second =
        s3.putObject(put -> put.bucket(plain).key("k"), RequestBody.fromString("two"));

    assertThat(second.versionId()).isNull();
    assertThat(s3.getBucketVersioning(get -> get.bucket(plain)).status()).isNull();
    assertThat(s3.listObjectVersions(list -> list.bucket(plain)).versions())
        .extracting(ObjectVersion::versionId)
        .containsExactly("null");

    s3.deleteObject(delete -> delete.bucket(plain).key("k"));

    assertThat(s3.listObjectVersions(list -> list.bucket(plain)).deleteMarkers()).isEmpty();
    s3.deleteBucket(delete -> delete.bucket(plain));
  }

  @Test
  void replacesOnlyTheNullVersionWhileVersioningIsSuspended() {
    String enabled = put("k", "one").versionId();
    setVersioning(BucketVersioningStatus.SUSPENDED);
    put("k", "two");
    put("k", "three");

    assertThat(s3.listObjectVersions(list -> list.bucket(bucket)).versions())
        .extracting(ObjectVersion::versionId)
        .containsExactly("null", enabled);
    assertThat(read("k")).isEqualTo("three");
  }

  @Test
  void keepsHeadersMetadataAndSha256() {
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
  void keepsAChecksumThatFollowsTheBody() {
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
  void makesAChecksumOfWhatComesWithoutOne() throws Exception {
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
  void refusesABodyThatIsNotWhatItsSha256Says() {
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
  void letsOneOfManyRacersCreateAKey() throws Exception {
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

  @Test
  void joinsPartsIntoAnObject() {
    byte[] large = new byte[5 << 20];
    Arrays.fill(large, (byte) 7);
    byte[] small = {1, 2, 3};
    String upload =
        s3.createMultipartUpload(
                create ->
                    create
                        .bucket(bucket)
                        .key("k")
                        .contentType("image/png")
                        .metadata(Map.of("camera", "A1"))
                        .checksumAlgorithm(ChecksumAlgorithm.SHA256))
            .uploadId();
    List<CompletedPart> parts = new ArrayList<>();
    for (byte[] content : List.of(large, small)) {
      int number = parts.size() + 1;
      var uploaded =
          s3.uploadPart(
              part ->
                  part.bucket(bucket)
                      .key("k")
                      .uploadId(upload)
                      .partNumber(number)
                      .checksumAlgorithm(ChecksumAlgorithm.SHA256),
              RequestBody.fromBytes(content));
      parts.add(
          CompletedPart.builder()
              .partNumber(number)
              .eTag(uploaded.eTag())
              .checksumSHA256(uploaded.checksumSHA256())
              .build());
    }
    assertThat(s3.listParts(list -> list.bucket(bucket).key("k").uploadId(upload)).parts())
        .hasSize(2);

    var completed =
        s3.completeMultipartUpload(
            complete ->
                complete
                    .bucket(bucket)
                    .key("k")
                    .uploadId(upload)
                    .multipartUpload(all -> all.parts(parts)));

    assertThat(completed.versionId()).hasSize(32);
    assertThat(completed.eTag()).endsWith("-2\"");
    HeadObjectResponse head =
        s3.headObject(h -> h.bucket(bucket).key("k").checksumMode(ChecksumMode.ENABLED));
    assertThat(head.contentLength()).isEqualTo(large.length + small.length);
    assertThat(head.contentType()).isEqualTo("image/png");
    assertThat(head.metadata()).containsEntry("camera", "A1");
    assertThat(head.checksumSHA256()).isEqualTo(completed.checksumSHA256()).endsWith("-2");
    byte[] read = s3.getObjectAsBytes(get -> get.bucket(bucket).key("k")).asByteArray();
    assertThat(Arrays.copyOfRange(read, large.length, read.length)).isEqualTo(small);
    assertThat(s3.listMultipartUploads(list -> list.bucket(bucket)).uploads()).isEmpty();
  }

  @Test
  void forgetsAnAbortedUpload() {
    String upload = s3.createMultipartUpload(create -> create.bucket(bucket).key("k")).uploadId();
    s3.uploadPart(
        part -> part.bucket(bucket).key("k").uploadId(upload).partNumber(1),
        RequestBody.fromString("x"));

    s3.abortMultipartUpload(abort -> abort.bucket(bucket).key("k").uploadId(upload));

    assertThat(s3.listMultipartUploads(list -> list.bucket(bucket)).uploads()).isEmpty();
    assertThatThrownBy(() -> s3.listParts(list -> list.bucket(bucket).key("k").uploadId(upload)))
        .isInstanceOfSatisfying(
            S3Exception.class,
            e -> assertThat(e.awsErrorDetails().errorCode()).isEqualTo("NoSuchUpload"));
  }

  @Test
  void deletesManyAtOnceAndThenTheBucket() {
    String version = put("a", "1").versionId();
    put("b ü+", "2");
    s3.deleteObjects(
        delete ->
            delete
                .bucket(bucket)
                .delete(
                    all ->
                        all.objects(
                            ObjectIdentifier.builder().key("a").versionId(version).build(),
                            ObjectIdentifier.builder().key("b ü+").build())));

    assertThat(s3.listObjectsV2(list -> list.bucket(bucket)).contents()).isEmpty();
    assertThatThrownBy(() -> s3.deleteBucket(delete -> delete.bucket(bucket)))
        .isInstanceOfSatisfying(
            S3Exception.class,
            e -> assertThat(e.awsErrorDetails().errorCode()).isEqualTo("BucketNotEmpty"));

    ListObjectVersionsResponse left = s3.listObjectVersions(list -> list.bucket(bucket));
    left.versions()
        .forEach(
            one ->
                s3.deleteObject(
                    delete -> delete.bucket(bucket).key(one.key()).versionId(one.versionId())));
    left.deleteMarkers()
        .forEach(
            one ->
                s3.deleteObject(
                    delete -> delete.bucket(bucket).key(one.key()).versionId(one.versionId())));
    s3.deleteBucket(delete -> delete.bucket(bucket));

    assertThat(s3.listBuckets().buckets()).extracting("name").doesNotContain(bucket);
  }

  @Test
  void keepsNoBytesOfWhatIsGone() throws Exception {
    String version = put("k", "content").versionId();
    long before = storedFiles();

    s3.deleteObject(delete -> delete.bucket(bucket).key("k").versionId(version));

    assertThat(storedFiles()).isEqualTo(before - 1);
  }

  private static String sha256(byte[] content) {
    return Base64.getEncoder().encodeToString(Hashing.sha256().hashBytes(content).asBytes());
  }

  private long storedFiles() throws IOException {
    try (var files = Files.walk(AWS.data().resolve("s3"))) {
      return files.filter(Files::isRegularFile).count();
    }
  }

  private void setVersioning(BucketVersioningStatus status) {
    s3.putBucketVersioning(
        put -> put.bucket(bucket).versioningConfiguration(c -> c.status(status)));
  }

  private PutObjectResponse put(String key, String content) {
    return s3.putObject(put -> put.bucket(bucket).key(key), RequestBody.fromString(content));
  }

  private String read(String key) {
    return s3.getObjectAsBytes(get -> get.bucket(bucket).key(key)).asUtf8String();
  }

  private String range(String range) {
    return s3.getObjectAsBytes(get -> get.bucket(bucket).key("k").range(range)).asUtf8String();
  }
}
