package dev.twinlens.local.services;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.ResponseBytes;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.BucketVersioningStatus;
import software.amazon.awssdk.services.s3.model.DeleteMarkerEntry;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.ListObjectVersionsResponse;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.ObjectVersion;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;

class S3VersionsTest extends S3TestCase {
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
  void hidesADeletedObjectUntilItsMarkerIsRemoved() {
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
  void removesAVersionPermanently() {
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
  void keepsNoBytesOfARemovedVersion() throws Exception {
    String version = put("k", "content").versionId();
    long before = storedFiles();

    s3.deleteObject(delete -> delete.bucket(bucket).key("k").versionId(version));

    assertThat(storedFiles()).isEqualTo(before - 1);
  }

  private long storedFiles() throws IOException {
    try (var files = Files.walk(AWS.data().resolve("s3"))) {
      return files.filter(Files::isRegularFile).count();
    }
  }
}
