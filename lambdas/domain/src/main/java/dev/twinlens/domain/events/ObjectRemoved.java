package dev.twinlens.domain.events;

import java.time.Instant;

/**
 * A version of an object was removed, or hidden behind a delete marker, by a caller or by a
 * lifecycle rule. What the key shows afterwards, S3 does not say: nothing, the same version, or an
 * older one.
 *
 * @param key as it was uploaded, not URL-encoded
 * @param versionId the version that was removed, or the delete marker
 * @param time when that happened
 */
public record ObjectRemoved(
    String bucket, String key, String versionId, Sequencer sequencer, Instant time, Kind kind)
    implements ObjectEvent {
  /** How it was removed. */
  public enum Kind {
    /** A delete marker hides the object, as when a person deletes it. */
    HIDDEN,
    /** A version, or a delete marker, was permanently deleted. */
    DESTROYED
  }
}
