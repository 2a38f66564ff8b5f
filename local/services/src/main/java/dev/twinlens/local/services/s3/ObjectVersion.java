package dev.twinlens.local.services.s3;

import java.time.Instant;
import java.util.Map;

/**
 * One version of an object, or a delete marker.
 *
 * @param versionId what clients name it by; {@code null} (the word) while versioning is not enabled
 * @param sequencer 16 hexadecimal digits that grow with every change of the store
 * @param size bytes
 * @param eTag without quotes
 * @param file the name under which {@link BlobFiles} keeps the bytes; empty for a delete marker
 * @param headers the Content-* and other headers to answer with, by their lower-case name
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

  /** The version id of objects written while versioning is not enabled. */
  public static final String UNVERSIONED = "null";

  /** What is to be stored; the store adds the rest. */
  public record Content(
      BlobFiles.Blob blob,
      String eTag,
      Map<String, String> headers,
      Map<String, String> metadata) {}
}
