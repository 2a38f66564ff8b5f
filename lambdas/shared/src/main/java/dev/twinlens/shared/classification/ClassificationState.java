package dev.twinlens.shared.classification;

import dev.twinlens.shared.catalog.Status;
import dev.twinlens.shared.events.Sequencer;
import java.time.Instant;

/**
 * What the summary row says of a key's classification, reduced to what the next step depends on.
 *
 * @param versionId the version that the row is about; empty when it does not say
 * @param sequencer of that version; {@link Sequencer#NONE} when upload-image stored it, for S3
 *     tells it in events only
 * @param status of that version
 * @param notified whether the notification was published
 * @param claimedUntil when the present claim ends; {@link Instant#MIN} without one
 */
record ClassificationState(
    String versionId, Sequencer sequencer, Status status, boolean notified, Instant claimedUntil) {}
