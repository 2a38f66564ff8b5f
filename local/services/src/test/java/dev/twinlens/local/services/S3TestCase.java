package dev.twinlens.local.services;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.BucketVersioningStatus;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** A versioned bucket for each test. */
abstract class S3TestCase {
  @RegisterExtension static final LocalAws AWS = new LocalAws();

  final S3Client s3 = AWS.clients().s3();
  final String bucket = "bucket-" + UUID.randomUUID();

  @BeforeEach
  void createVersionedBucket() {
    s3.createBucket(create -> create.bucket(bucket));
    setVersioning(BucketVersioningStatus.ENABLED);
  }

  final void setVersioning(BucketVersioningStatus status) {
    s3.putBucketVersioning(
        put -> put.bucket(bucket).versioningConfiguration(c -> c.status(status)));
  }

  final PutObjectResponse put(String key, String content) {
    return s3.putObject(put -> put.bucket(bucket).key(key), RequestBody.fromString(content));
  }

  final String read(String key) {
    return s3.getObjectAsBytes(get -> get.bucket(bucket).key(key)).asUtf8String();
  }

  /** A client that sends headers as they are. */
  static SignedHttp signed() {
    return new SignedHttp(AWS.services().endpoint(), AWS.services().administrator(), "s3");
  }

  /** S3 answers the call with this status and error code. */
  static void assertRejected(ThrowingCallable call, int status, String code) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            S3Exception.class,
            e -> {
              assertThat(e.statusCode()).isEqualTo(status);
              assertThat(e.awsErrorDetails().errorCode()).isEqualTo(code);
            });
  }
}
