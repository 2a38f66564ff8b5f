package dev.twinlens.domain.storage;

import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;

/** The bucket of what is derived from the originals. */
public final class ResultsBucket {
  private final S3Client s3;
  private final String bucket;

  public ResultsBucket(S3Client s3, String bucket) {
    this.s3 = s3;
    this.bucket = bucket;
  }

  /** Stores Rekognition's response and returns its key. */
  public String putResult(String imageKey, String json) {
    String key = DerivedKey.RESULT.of(imageKey);
    PutObjectRequest request =
        PutObjectRequest.builder().bucket(bucket).key(key).contentType("application/json").build();
    s3.putObject(request, RequestBody.fromString(json));
    return key;
  }

  /** Stores a thumbnail and returns its key. */
  public String putThumbnail(String imageKey, byte[] jpeg) {
    String key = DerivedKey.THUMBNAIL.of(imageKey);
    PutObjectRequest request =
        PutObjectRequest.builder()
            .bucket(bucket)
            .key(key)
            .contentType("image/jpeg")
            // Every presigned URL is different, so a cached copy never hides a newer thumbnail.
            .cacheControl("private, max-age=86400, immutable")
            .build();
    s3.putObject(request, RequestBody.fromBytes(jpeg));
    return key;
  }

  /** Removes what was derived from the image, if there is any. */
  public void delete(DerivedKey kind, String imageKey) {
    s3.deleteObject(request -> request.bucket(bucket).key(kind.of(imageKey)));
  }
}
