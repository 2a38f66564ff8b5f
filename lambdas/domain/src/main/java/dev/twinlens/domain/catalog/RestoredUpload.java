package dev.twinlens.domain.catalog;

import dev.twinlens.domain.storage.StoredImage;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * What the summary row says of a photo that was put back from its copy: S3 gives it a new version,
 * with the time at which it was put back, and the row knows when it was first uploaded. It is
 * written before the object is, without a version, so that every consumer of the object's event
 * finds it; the version is added afterwards.
 *
 * @param sha256 of the bytes, base64
 * @param versionId the version that S3 gave; empty while it is not known
 */
public record RestoredUpload(String sha256, Instant uploadedAt, Optional<String> versionId) {

  /** The image with the time of its first upload, if the row says that it was put back. */
  public static StoredImage firstUpload(SummaryRow row, StoredImage image) {
    return row.restored()
        .filter(restored -> restored.isOf(image.versionId(), image.sha256()))
        .map(restored -> image.withUploadedAt(restored.uploadedAt()))
        .orElse(image);
  }

  /**
   * Whether it is about this version.
   *
   * @param bytes the SHA-256 of the version, base64; empty when it is not known
   */
  public boolean isOf(String version, Optional<String> bytes) {
    return versionId.map(version::equals).orElseGet(() -> bytes.filter(sha256::equals).isPresent());
  }

  AttributeValue attribute() {
    Map<String, AttributeValue> attributes = new HashMap<>();
    attributes.put(Attributes.SHA256, AttributeValue.fromS(sha256));
    attributes.put(Attributes.UPLOADED_AT, AttributeValue.fromS(Timestamps.time(uploadedAt)));
    versionId.ifPresent(id -> attributes.put(Attributes.VERSION_ID, AttributeValue.fromS(id)));
    return AttributeValue.fromM(attributes);
  }

  static RestoredUpload read(AttributeValue value) {
    Map<String, AttributeValue> attributes = value.m();
    Item upload = new Item(attributes);
    return new RestoredUpload(
        upload.text(Attributes.SHA256),
        Instant.parse(upload.text(Attributes.UPLOADED_AT)),
        Optional.ofNullable(attributes.get(Attributes.VERSION_ID)).map(AttributeValue::s));
  }
}
