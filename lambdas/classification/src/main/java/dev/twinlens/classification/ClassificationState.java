package dev.twinlens.classification;

import dev.twinlens.domain.catalog.Status;
import dev.twinlens.domain.events.Sequencer;
import java.time.Instant;

/**
 * What is known of a key's classification when an event comes, reduced to what the next step
 * depends on.
 *
 * @param versionId the version that the row is about; empty when it does not say
 * @param sequencer of that version; {@link Sequencer#NONE} when upload-image stored it, for S3
 *     tells it in events only
 * @param status of that version
 * @param notified whether the notification was published
 * @param deleted whether the event's version is one that was deleted
 * @param claimedUntil when the present claim ends; {@link Instant#MIN} without one
 */
record ClassificationState(
    String versionId,
    Sequencer sequencer,
    Status status,
    boolean notified,
    boolean deleted,
    Instant claimedUntil) {
  boolean isClaimed() {
    return !claimedUntil.equals(Instant.MIN);
  }

  boolean isClaimed(Instant now) {
    return now.isBefore(claimedUntil);
  }
}
