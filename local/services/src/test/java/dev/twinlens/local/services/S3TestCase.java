package dev.twinlens.local.services;

import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.BucketVersioningStatus;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;

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
}
