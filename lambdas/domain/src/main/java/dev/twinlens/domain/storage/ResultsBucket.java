package dev.twinlens.domain.storage;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.core.ResponseBytes;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** The bucket of what is derived from the originals. */
public final class ResultsBucket {
  private static final String SHA256 = "sha256";
  private static final String LIMITS = "limits";

  private final S3Client s3;
  private final String bucket;

  public ResultsBucket(S3Client s3, String bucket) {
    this.s3 = s3;
    this.bucket = bucket;
  }

  /** Stores Rekognition's response and returns its key. */
  public String putResult(String imageKey, RecordedResult result) {
    String key = DerivedKey.RESULT.of(imageKey);
    PutObjectRequest request =
        PutObjectRequest.builder()
            .bucket(bucket)
            .key(key)
            .contentType("application/json")
            .metadata(Map.of(SHA256, result.sha256(), LIMITS, result.limits()))
            .build();
    s3.putObject(request, RequestBody.fromString(result.json()));
    return key;
  }

  /**
   * Rekognition's response about an image.
   *
   * @return empty when there is none, or when it was stored without a hash of the image
   */
  public Optional<RecordedResult> result(String imageKey) {
    try {
      ResponseBytes<GetObjectResponse> object =
          s3.getObjectAsBytes(
              request -> request.bucket(bucket).key(DerivedKey.RESULT.of(imageKey)));
      Map<String, String> metadata = object.response().metadata();
      return Optional.ofNullable(metadata.get(SHA256))
          .map(
              sha256 ->
                  new RecordedResult(
                      sha256, metadata.getOrDefault(LIMITS, ""), object.asUtf8String()));
    } catch (S3Exception e) {
      // Without the permission to list, S3 answers 403 for an object that does not exist.
      if (e.statusCode() == 404 || e.statusCode() == 403) {
        return Optional.empty();
      }
      throw e;
    }
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

  /**
   * When what was derived from an image was stored.
   *
   * @return empty when there is none
   */
  public Optional<Instant> storedAt(DerivedKey kind, String imageKey) {
    try {
      return Optional.of(
          s3.headObject(request -> request.bucket(bucket).key(kind.of(imageKey))).lastModified());
    } catch (NoSuchKeyException e) {
      return Optional.empty();
    }
  }

  /** Removes what was derived from the image, if there is any. */
  public void delete(DerivedKey kind, String imageKey) {
    s3.deleteObject(request -> request.bucket(bucket).key(kind.of(imageKey)));
  }
}
