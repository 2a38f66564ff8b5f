package dev.twinlens.local.services.s3;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * One version of an object, or a delete marker.
 *
 * @param versionId the ID for clients; {@link #UNVERSIONED} while versioning is not enabled
 * @param sequencer 16 hexadecimal digits that grow with every change of the store
 * @param size bytes
 * @param eTag without quotes
 * @param file the name under which {@link BlobFiles} keeps the bytes; empty for a delete marker
 * @param headers the stored response headers, such as Content-Type, by lower-case name
 * @param metadata user metadata, by name without {@code x-amz-meta-}
 */
public record ObjectVersion(
    String bucket,
    String key,
    String versionId,
    String sequencer,
    boolean deleteMarker,
    long size,
    String eTag,
    Instant lastModified,
    String file,
    Map<String, String> headers,
    Map<String, String> metadata) {

  /** The version ID of objects that are written while versioning is not enabled. */
  static final String UNVERSIONED = "null";

  /** The content of a new version; the store adds the rest. */
  public record Content(
      BlobFiles.Blob blob, String eTag, Map<String, String> headers, Map<String, String> metadata) {
    private static final Content NONE =
        new Content(new BlobFiles.Blob("", 0, ""), "", Map.of(), Map.of());
  }

  static ObjectVersion of(
      String bucket,
      String key,
      String versionId,
      String sequencer,
      Instant lastModified,
      Optional<Content> content) {
    Content stored = content.orElse(Content.NONE);
    return new ObjectVersion(
        bucket,
        key,
        versionId,
        sequencer,
        /* deleteMarker= */ content.isEmpty(),
        stored.blob().size(),
        stored.eTag(),
        lastModified,
        stored.blob().file(),
        stored.headers(),
        stored.metadata());
  }

  /** Its version ID; empty in a bucket that never had versioning, as in S3's responses. */
  public Optional<String> shownId() {
    return Optional.of(versionId).filter(id -> !id.equals(UNVERSIONED));
  }
}
