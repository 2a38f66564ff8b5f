package dev.twinlens.local.services;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.twinlens.local.services.auth.AccessKey;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.BucketVersioningStatus;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;

/** One object in each of two buckets, and a role without permissions. */
abstract class S3AuthorizationTestCase {
  @RegisterExtension static final LocalAws AWS = new LocalAws();

  /** An ID that no version has. */
  static final String UNKNOWN = "A".repeat(32);

  static final String SECRET = "secret-" + UUID.randomUUID();
  final S3Client administrator = AWS.clients().s3();
  final Role role = new Role(AWS.services());
  final S3Client s3 = role.clients().s3();
  final String mine = "mine-" + UUID.randomUUID();
  final String other = "other-" + UUID.randomUUID();
  String version = "";

  @BeforeEach
  void storeOneObjectInEachBucket() {
    for (String bucket : List.of(mine, other)) {
      administrator.createBucket(create -> create.bucket(bucket));
      administrator.putBucketVersioning(
          put ->
              put.bucket(bucket)
                  .versioningConfiguration(c -> c.status(BucketVersioningStatus.ENABLED)));
    }
    version =
        administrator
            .putObject(put -> put.bucket(mine).key("cat"), RequestBody.fromString("cat"))
            .versionId();
    administrator.putObject(put -> put.bucket(other).key("secret"), RequestBody.fromString(SECRET));
  }

  static SignedHttp raw(AccessKey key) {
    return new SignedHttp(AWS.services().endpoint(), key, "s3");
  }

  static String arn(String bucket, String key) {
    return "arn:aws:s3:::" + bucket + "/" + key;
  }

  List<String> keys(String bucket) {
    return administrator.listObjectsV2(list -> list.bucket(bucket)).contents().stream()
        .map(S3Object::key)
        .toList();
  }

  static String get(S3Client client, String bucket, String key) {
    return client.getObjectAsBytes(get -> get.bucket(bucket).key(key)).asUtf8String();
  }

  static String put(S3Client client, String bucket, String key) {
    return client.putObject(put -> put.bucket(bucket).key(key), RequestBody.fromString(key)).eTag();
  }

  static void assertDenied(ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            S3Exception.class,
            e -> {
              assertThat(e.statusCode()).isEqualTo(403);
              assertThat(e.awsErrorDetails().errorCode()).isEqualTo("AccessDenied");
            });
  }

  static void assertStatus(int status, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            S3Exception.class, e -> assertThat(e.statusCode()).isEqualTo(status));
  }

  static void assertAccessDenied(HttpResponse<String> answer) {
    assertThat(answer.statusCode()).isEqualTo(403);
    assertThat(answer.body()).contains("<Code>AccessDenied</Code>");
  }
}
