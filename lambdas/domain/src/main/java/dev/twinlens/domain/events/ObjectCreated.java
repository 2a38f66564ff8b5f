package dev.twinlens.domain.events;

import java.time.Instant;

/**
 * One version of an object was created.
 *
 * @param key as it was uploaded, not URL-encoded
 * @param versionId S3's version; {@link #NO_VERSION} in a bucket that was not versioned at the time
 * @param size bytes
 * @param time when S3 received the object
 */
public record ObjectCreated(
    String bucket, String key, String versionId, Sequencer sequencer, long size, Instant time)
    implements ObjectEvent {
  /** What S3 itself calls the version of an object that was stored without versioning. */
  public static final String NO_VERSION = "null";

  /** The same version with another time. */
  public ObjectCreated receivedAt(Instant other) {
    return new ObjectCreated(bucket, key, versionId, sequencer, size, other);
  }

  /** Whether it stands for a folder, as S3's console and other tools store one. */
  public boolean isFolderMarker() {
    return isFolderMarker(key, size);
  }

  /**
   * Whether an object with this key and size stands for a folder.
   *
   * @param size bytes
   */
  public static boolean isFolderMarker(String key, long size) {
    return size == 0 && key.endsWith("/");
  }
}
