package dev.twinlens.domain.storage;

import dev.twinlens.domain.catalog.SummaryRow;
import dev.twinlens.domain.events.ObjectCreated;
import dev.twinlens.domain.images.ByteSource;
import java.time.Instant;
import java.util.Optional;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ChecksumMode;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectRequest;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** The bucket of the originals. */
public final class ImageBucket {
  private final S3Client s3;
  private final String bucket;

  public ImageBucket(S3Client s3, String bucket) {
    this.s3 = s3;
    this.bucket = bucket;
  }

  public String name() {
    return bucket;
  }

  /**
   * The version as S3 has it, with the type that was declared; empty when it was deleted meanwhile.
   */
  public Optional<StoredImage> find(String key, String versionId, Instant uploadedAt) {
    HeadObjectRequest request =
        HeadObjectRequest.builder()
            .bucket(bucket)
            .key(key)
            .versionId(parameter(versionId))
            .checksumMode(ChecksumMode.ENABLED)
            .build();
    try {
      HeadObjectResponse head = s3.headObject(request);
      return Optional.of(
          new StoredImage(
              key,
              versionId,
              head.contentType() == null ? "application/octet-stream" : head.contentType(),
              head.contentLength(),
              Optional.ofNullable(head.checksumSHA256())
                  .filter(checksum -> !checksum.contains("-")),
              uploadedAt));
    } catch (S3Exception e) {
      if (isGone(e)) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /** The bytes of a version, by ranged requests. */
  public ByteSource bytes(StoredImage image) {
    return new ByteSource() {
      @Override
      public long size() {
        return image.size();
      }

      @Override
      public byte[] read(long offset, int length) {
        long last = Math.min(offset + length, image.size()) - 1;
        GetObjectRequest request =
            GetObjectRequest.builder()
                .bucket(bucket)
                .key(image.key())
                .versionId(parameter(image.versionId()))
                .range("bytes=" + offset + "-" + last)
                .build();
        return s3.getObjectAsBytes(request).asByteArray();
      }
    };
  }

  /**
   * The version's content from its beginning. The SDK checks it against the checksum that S3 keeps,
   * where the object has one, and fails at its end when they differ.
   *
   * @return empty when the version was deleted meanwhile
   */
  public Optional<ResponseInputStream<GetObjectResponse>> open(String key, String versionId) {
    GetObjectRequest request =
        GetObjectRequest.builder()
            .bucket(bucket)
            .key(key)
            .versionId(parameter(versionId))
            .checksumMode(ChecksumMode.ENABLED)
            .build();
    try {
      return Optional.of(s3.getObject(request));
    } catch (S3Exception e) {
      if (isGone(e)) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /**
   * Stores a photo.
   *
   * @param sha256 base64; S3 refuses bytes that do not have it
   * @return the version that S3 gave it
   */
  public String put(String key, byte[] bytes, String contentType, String sha256) {
    PutObjectRequest request =
        PutObjectRequest.builder()
            .bucket(bucket)
            .key(key)
            .contentType(contentType)
            .contentLength((long) bytes.length)
            .checksumSHA256(sha256)
            .build();
    PutObjectResponse response = s3.putObject(request, RequestBody.fromBytes(bytes));
    return response.versionId() == null ? ObjectCreated.NO_VERSION : response.versionId();
  }

  /** Hides the key's versions behind a delete marker; they can be had back until they expire. */
  public void delete(String key) {
    s3.deleteObject(request -> request.bucket(bucket).key(key));
  }

  /**
   * Whether a version is one that was deleted, as far as its key's row is concerned. Where the row
   * is the tombstone of an older version, S3 tells what came later: a version that is uploaded
   * after a deletion is the key's current one, and one that was deleted together with the older is
   * not.
   */
  public boolean isDeleted(ObjectCreated created, SummaryRow row) {
    return row.isDeleted()
        && (row.isTombstoneOf(created) || !isCurrent(created.key(), created.versionId()));
  }

  private boolean isCurrent(String key, String versionId) {
    try {
      String current = s3.headObject(request -> request.bucket(bucket).key(key)).versionId();
      return versionId.equals(current == null ? ObjectCreated.NO_VERSION : current);
    } catch (S3Exception e) {
      if (isGone(e)) {
        return false;
      }
      throw e;
    }
  }

  /** The version as a request names it: not at all for an object without one. */
  public static String parameter(String versionId) {
    return versionId.equals(ObjectCreated.NO_VERSION) ? null : versionId;
  }

  private static boolean isGone(S3Exception e) {
    // 405 is S3's answer when the version named is a delete marker.
    return e.statusCode() == 404 || e.statusCode() == 405;
  }
}
