package dev.twinlens.local.services.s3;

import static java.util.Objects.requireNonNullElse;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

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
 * @param tags by key, in their order
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
    Map<String, String> metadata,
    Map<String, String> tags) {

  /** A stored header. S3 stores it only for other classes than the default. */
  public static final String STORAGE_CLASS = "x-amz-storage-class";

  /** The storage classes of objects that must be restored before they can be read. */
  private static final Set<String> ARCHIVES = Set.of("GLACIER", "DEEP_ARCHIVE");

  /** The version ID of objects that are written while versioning is not enabled. */
  static final String UNVERSIONED = "null";

  public ObjectVersion {
    // Data of an earlier version has no tags.
    tags = requireNonNullElse(tags, Map.of());
  }

  /** What a client sets with the bytes of a version. */
  public record Properties(
      Map<String, String> headers, Map<String, String> metadata, Map<String, String> tags) {}

  /** The content of a new version; the store adds the rest. */
  public record Content(BlobFiles.Blob blob, String eTag, Properties properties) {
    private static final Content NONE =
        new Content(
            new BlobFiles.Blob("", 0, ""), "", new Properties(Map.of(), Map.of(), Map.of()));
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
        stored.properties().headers(),
        stored.properties().metadata(),
        stored.properties().tags());
  }

  ObjectVersion withTags(Map<String, String> changed) {
    return new ObjectVersion(
        bucket,
        key,
        versionId,
        sequencer,
        deleteMarker,
        size,
        eTag,
        lastModified,
        file,
        headers,
        metadata,
        changed);
  }

  public String storageClass() {
    return headers.getOrDefault(STORAGE_CLASS, "STANDARD");
  }

  /** Whether its bytes cannot be read until they are restored, which the local S3 never does. */
  public boolean archived() {
    return ARCHIVES.contains(storageClass());
  }

  /** Its version ID; empty in a bucket that never had versioning, as in S3's responses. */
  public Optional<String> shownId() {
    return Optional.of(versionId).filter(id -> !id.equals(UNVERSIONED));
  }
}
