package dev.twinlens.audit;

import dev.twinlens.audit.CopyContainer.ListedCopy;
import dev.twinlens.audit.WorkingFiles.Kind;
import dev.twinlens.domain.catalog.Backup;
import dev.twinlens.domain.catalog.BackupCopy;
import dev.twinlens.domain.catalog.CopyRow;
import dev.twinlens.domain.catalog.ObjectVersionId;
import dev.twinlens.domain.catalog.SummaryRow;
import dev.twinlens.runtime.logging.Log;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Lists the container. Each copy that its row names and that has the recorded size and MD5 is
 * remembered for the next phase, and may be read in the last. Blobs that no row names, such as a
 * damaged one beside its repair, are not looked at.
 */
final class CopiesPhase implements AuditPhase {
  private final AuditServices services;
  private final RunningAudit audit;
  private final WorkingFiles files;
  private final Log log;
  private final FingerprintBuffer found = new FingerprintBuffer();
  private final ReadingPlan plan;

  CopiesPhase(AuditServices services, RunningAudit audit, WorkingFiles files, Log log) {
    this.services = services;
    this.audit = audit;
    this.files = files;
    this.log = log;
    this.plan = new ReadingPlan(audit.budget().left());
    if (audit.position().isPresent()) {
      files.readPlan().forEach(plan::offer);
    }
  }

  @Override
  public boolean step() {
    CopyContainer.Page page = services.container().page(audit.position());
    List<ObjectVersionId> ids = page.copies().stream().map(CopiesPhase::id).distinct().toList();
    Map<ObjectVersionId, CopyRow> rows = services.copies().rows(ids);
    Map<String, SummaryRow> summaries = summaries(ids, rows);
    int inEffect = 0;
    for (ListedCopy blob : page.copies()) {
      Optional<CopyRow> row = Optional.ofNullable(rows.get(id(blob)));
      Optional<BackupCopy> named =
          recorded(blob, row, Optional.ofNullable(summaries.get(blob.version().key())))
              .filter(copy -> services.container().isAddress(copy.url(), blob.name()));
      if (named.isPresent()) {
        compare(blob, named.get(), row);
        inEffect++;
      }
    }
    audit.count(Count.COPIES, inEffect);
    page.next().ifPresent(audit::moveTo);
    return page.next().isPresent();
  }

  /** The summary rows of those that have no row of their own: copies of the former naming. */
  private Map<String, SummaryRow> summaries(
      List<ObjectVersionId> ids, Map<ObjectVersionId, CopyRow> rows) {
    List<String> keys = new ArrayList<>();
    ids.stream().filter(id -> !rows.containsKey(id)).forEach(id -> keys.add(id.key()));
    return services.table().summaries(keys);
  }

  private static Optional<BackupCopy> recorded(
      ListedCopy blob, Optional<CopyRow> row, Optional<SummaryRow> summary) {
    Optional<Backup> backup =
        row.isPresent()
            ? row.get().backup()
            : summary.flatMap(known -> known.lastBackupOf(blob.version().versionId()));
    return backup.filter(BackupCopy.class::isInstance).map(BackupCopy.class::cast);
  }

  private void compare(ListedCopy blob, BackupCopy copy, Optional<CopyRow> row) {
    ObjectVersionId id = id(blob);
    Log line = log.with("key", id.key()).with("versionId", id.versionId());
    found.add(Fingerprint.of(id.key(), id.versionId()));
    Optional<Long> size = row.flatMap(CopyRow::size);
    if (size.isPresent() && size.get() != blob.size()) {
      services.repairs().different(id.key(), copy, "size", audit, line);
    } else if (!blob.md5().equals(copy.md5())) {
      services.repairs().different(id.key(), copy, "MD5", audit, line);
    } else if (row.flatMap(CopyRow::damagedAt).isPresent()) {
      audit.count(Count.DIFFERENT);
      line.with("blob", copy.url()).error("Copy still damaged: its original is gone");
    } else if (!blob.archived()) {
      plan.offer(new PlannedCopy(copy.lastRead(), id.key(), id.versionId(), blob.size()));
    }
  }

  private static ObjectVersionId id(ListedCopy blob) {
    return new ObjectVersionId(blob.version().key(), blob.version().versionId());
  }

  @Override
  public void save() {
    files.append(Kind.COPIES, found, audit);
    files.writePlan(plan.copies());
    plan.oldestLeft().ifPresent(audit::leftUnread);
  }
}
