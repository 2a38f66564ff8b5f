package dev.twinlens.audit;

import dev.twinlens.domain.catalog.BackupCopy;
import dev.twinlens.runtime.logging.Log;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Reads the planned copies and compares their bytes with the recorded SHA-256. What Azure says of a
 * blob's checksums is not believed.
 */
final class ReadingPhase implements AuditPhase {
  /** What a function of this size reads from Azure at the very least, in bytes per second. */
  private static final long SLOWEST = 8L * 1024 * 1024;

  private final AuditServices services;
  private final RunningAudit audit;
  private final Log log;
  private final List<PlannedCopy> plan;
  private int index;

  ReadingPhase(AuditServices services, RunningAudit audit, WorkingFiles files, Log log) {
    this.services = services;
    this.audit = audit;
    this.log = log;
    this.plan = files.readPlan();
    this.index = audit.position().map(Integer::valueOf).orElse(0);
  }

  @Override
  public boolean step() {
    if (index >= plan.size()) {
      return false;
    }
    PlannedCopy planned = plan.get(index);
    if (!audit.budget().allows(planned.size())) {
      audit.leftUnread(planned.since());
      return false;
    }
    recorded(planned).ifPresent(copy -> read(planned, copy));
    index++;
    audit.moveTo(String.valueOf(index));
    return index < plan.size();
  }

  /** The copy, if it is still the one that was to be read. */
  private Optional<BackupCopy> recorded(PlannedCopy planned) {
    return services
        .copies()
        .backup(planned.key(), planned.versionId())
        .filter(BackupCopy.class::isInstance)
        .map(BackupCopy.class::cast)
        .filter(copy -> !copy.lastRead().isAfter(planned.since()));
  }

  private void read(PlannedCopy planned, BackupCopy copy) {
    Log line = log.with("key", planned.key()).with("versionId", planned.versionId());
    audit.spend(planned.size());
    switch (services.container().read(copy.url())) {
      case CopyContainer.Content.Read(String sha256) -> {
        if (sha256.equals(copy.sha256())) {
          services.copies().verify(planned.key(), copy, services.clock().instant());
          audit.count(Count.VERIFIED);
        } else {
          services.repairs().different(planned.key(), copy, "SHA-256", audit, line);
        }
      }
      case CopyContainer.Content.Absent absent ->
          services.repairs().missing(planned.key(), copy, audit, line);
      case CopyContainer.Content.Archived archived -> line.info("Copy not read: it is archived");
    }
  }

  @Override
  public Duration longestStep() {
    long size = index < plan.size() ? plan.get(index).size() : 0;
    return AuditPhase.super.longestStep().plusSeconds(size / SLOWEST);
  }

  /** The position says it all. */
  @Override
  public void save() {}
}
