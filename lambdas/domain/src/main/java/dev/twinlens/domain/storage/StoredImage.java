package dev.twinlens.domain.storage;

import java.time.Instant;
import java.util.Optional;

/**
 * One version of an original as S3 has it.
 *
 * @param contentType the type that its bytes show, or the declared one when they show none
 * @param size bytes
 * @param sha256 base64, when S3 knows it
 */
public record StoredImage(
    String key,
    String versionId,
    String contentType,
    long size,
    Optional<String> sha256,
    Instant uploadedAt) {
  /** The type of an object that was stored without one. */
  public static final String UNKNOWN_TYPE = "application/octet-stream";

  public StoredImage withUploadedAt(Instant time) {
    return new StoredImage(key, versionId, contentType, size, sha256, time);
  }

  public StoredImage withContentType(String type) {
    return new StoredImage(key, versionId, type, size, sha256, uploadedAt);
  }
}
