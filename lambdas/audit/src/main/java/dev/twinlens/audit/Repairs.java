package dev.twinlens.audit;

import dev.twinlens.domain.catalog.BackupCopy;
import dev.twinlens.domain.catalog.CopyTable;
import dev.twinlens.domain.catalog.ImageTable;
import dev.twinlens.domain.events.ObjectCreated;
import dev.twinlens.runtime.logging.Log;
import java.time.Clock;
import java.util.Optional;

/**
 * Has a version copied again whose copy is missing or damaged: the new copy gets a blob of its own,
 * and the damaged one stays for a person to look at.
 */
final class Repairs {
  private final CopyTable copies;
  private final VersionEvents events;
  private final Requeue requeue;
  private final Clock clock;

  Repairs(ImageTable table, VersionEvents events, Requeue requeue, Clock clock) {
    this.copies = new CopyTable(table);
    this.events = events;
    this.requeue = requeue;
    this.clock = clock;
  }

  /** The blob that the rows name does not exist. */
  void missing(String key, BackupCopy copy, RunningAudit audit, Log log) {
    if (repeat(key, copy, "The copy was missing from Azure. It is made again.")) {
      audit.count(Count.MISSING);
      log.with("blob", copy.url()).error("Copy missing: its version was queued again");
    }
  }

  /**
   * The blob that the rows name is not what was copied.
   *
   * @param how it differs, for the log
   */
  void different(String key, BackupCopy copy, String how, RunningAudit audit, Log log) {
    audit.count(Count.DIFFERENT);
    Log line = log.with("blob", copy.url()).with("difference", how);
    if (repeat(key, copy, "The copy in Azure was damaged. A new one is made.")) {
      line.error("Copy damaged: its version was queued again");
    } else {
      copies.markDamaged(key, copy, clock.instant());
      line.error("Copy damaged: its original is gone, so it cannot be repaired");
    }
  }

  /**
   * There is no copy yet.
   *
   * @param missing whether it is due for so long that a person should know
   */
  void waiting(String key, String versionId, boolean missing, RunningAudit audit, Log log) {
    Optional<ObjectCreated> event = events.of(key, versionId);
    if (event.isPresent()) {
      requeue.toBackup(event.get());
      audit.count(Count.WAITING);
      if (missing) {
        audit.count(Count.MISSING);
      }
      log.with("missing", missing).warn("Copy not made yet: its version was queued again");
    }
  }

  /** Whether there is an original to copy again. */
  private boolean repeat(String key, BackupCopy copy, String because) {
    // Before the row forgets the order of the version.
    Optional<ObjectCreated> event = events.of(key, copy.versionId());
    event.ifPresent(
        version -> {
          int attempt = copies.row(key, copy.versionId()).attempt();
          copies.repeat(key, copy.versionId(), attempt + 1);
          copies.withdraw(key, copy, clock.instant(), because);
          requeue.toBackup(version);
        });
    return event.isPresent();
  }
}
