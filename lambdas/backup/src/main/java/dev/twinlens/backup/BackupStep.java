package dev.twinlens.backup;

import dev.twinlens.shared.events.Sequencer;
import java.time.Instant;

/** What the event of one object version asks of the backup, given what the table knows. */
sealed interface BackupStep {
  /** The version is to be copied. */
  record Copy() implements BackupStep {}

  /** It, or a newer one, is copied. */
  record Done() implements BackupStep {}

  /** Somebody is copying a version of this key. */
  record Wait(Instant until) implements BackupStep {}

  /**
   * Decides.
   *
   * @param copied of the last copy; {@link Sequencer#NONE} when there is none
   * @param claimedUntil when the present claim ends; {@link Instant#MIN} without one
   */
  static BackupStep of(Sequencer copied, Instant claimedUntil, Sequencer event, Instant now) {
    if (!copied.isNone() && !event.isNewerThan(copied)) {
      return new Done();
    }
    return now.isBefore(claimedUntil) ? new Wait(claimedUntil) : new Copy();
  }
}
