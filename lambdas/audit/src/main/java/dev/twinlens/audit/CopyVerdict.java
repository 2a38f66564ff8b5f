package dev.twinlens.audit;

import dev.twinlens.domain.catalog.Backup;
import dev.twinlens.domain.catalog.BackupCopy;
import dev.twinlens.domain.catalog.BackupRefusal;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** What follows for a version whose copy was not in the list of the container. */
sealed interface CopyVerdict {
  /**
   * The longest pause between two attempts at a copy: until it is over, the version's event is
   * certainly in its queue.
   */
  Duration USUAL_WAIT = Duration.ofHours(1);

  /** After so long, the event of a version that waits has been sent again by the audit before. */
  Duration LONG_WAIT = AuditState.INTERVAL;

  /** There is nothing to do. */
  record Sound() implements CopyVerdict {}

  /** The row names a copy that must be looked for. */
  record Look(BackupCopy copy) implements CopyVerdict {}

  /**
   * There is no copy yet.
   *
   * @param missing whether it is due for so long that a person should know
   */
  record Waiting(boolean missing) implements CopyVerdict {}

  /**
   * Decides.
   *
   * @param recorded how the backup ended, by the rows
   * @param uploadedAt when S3 received the version
   * @param auditStartedAt before the container was listed
   * @param retention after which Azure deletes a copy
   */
  static CopyVerdict of(
      Optional<Backup> recorded,
      Instant uploadedAt,
      Instant auditStartedAt,
      Instant now,
      Duration retention) {
    if (recorded.isEmpty()) {
      Duration age = Duration.between(uploadedAt, now);
      return age.compareTo(USUAL_WAIT) < 0 || age.compareTo(retention) > 0
          ? new Sound()
          : new Waiting(age.compareTo(LONG_WAIT) > 0);
    }
    return switch (recorded.get()) {
      case BackupRefusal refusal -> new Sound();
      case BackupCopy copy -> {
        Instant madeAt = Instant.parse(copy.at());
        boolean late = madeAt.isAfter(auditStartedAt);
        boolean expired = madeAt.plus(retention).isBefore(now);
        yield late || expired ? new Sound() : new Look(copy);
      }
    };
  }
}
