package dev.twinlens.testing;

import java.util.List;
import java.util.UUID;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.BucketVersioningStatus;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.S3Object;

/** A bucket, used as an administrator does. */
public final class TestBucket {
  private final S3Client s3 = EmbeddedServices.client(S3Client.builder());
  private final String name;

  TestBucket(String prefix) {
    this.name = prefix + UUID.randomUUID();
    s3.createBucket(request -> request.bucket(name));
  }

  /** Keeps every version of every object from now on. */
  void keepVersions() {
    s3.putBucketVersioning(
        request ->
            request
                .bucket(name)
                .versioningConfiguration(
                    versioning -> versioning.status(BucketVersioningStatus.ENABLED)));
  }

  public String name() {
    return name;
  }

  /** The administrator's client, whose calls never fail. */
  public S3Client s3() {
    return s3;
  }

  /**
   * Stores an object.
   *
   * @return its version
   */
  public String put(String key, byte[] bytes, String contentType) {
    return s3.putObject(
            request -> request.bucket(name).key(key).contentType(contentType),
            RequestBody.fromBytes(bytes))
        .versionId();
  }

  /** Hides an object behind a delete marker. */
  public void delete(String key) {
    s3.deleteObject(request -> request.bucket(name).key(key));
  }

  /** Destroys one version of an object. */
  public void destroy(String key, String versionId) {
    s3.deleteObject(request -> request.bucket(name).key(key).versionId(versionId));
  }

  /** Whether the key shows an object. */
  public boolean has(String key) {
    try {
      s3.headObject(request -> request.bucket(name).key(key));
      return true;
    } catch (NoSuchKeyException e) {
      return false;
    }
  }

  public byte[] bytes(String key) {
    return s3.getObjectAsBytes(request -> request.bucket(name).key(key)).asByteArray();
  }

  /** What S3 says of an object. */
  public GetObjectResponse properties(String key) {
    return s3.getObjectAsBytes(request -> request.bucket(name).key(key)).response();
  }

  /** The keys of all objects. */
  public List<String> keys() {
    return s3.listObjectsV2Paginator(request -> request.bucket(name)).contents().stream()
        .map(S3Object::key)
        .toList();
  }
}
