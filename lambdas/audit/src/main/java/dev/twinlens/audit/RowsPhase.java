package dev.twinlens.audit;

import dev.twinlens.audit.WorkingFiles.Kind;
import dev.twinlens.domain.catalog.SummaryRow;
import dev.twinlens.domain.events.ObjectCreated;
import dev.twinlens.domain.events.ObjectRemoved;
import dev.twinlens.domain.events.Sequencer;
import dev.twinlens.runtime.logging.Log;
import java.time.Instant;
import java.util.Optional;

/**
 * Goes through the rows of all images. One whose key shows no object has missed the event of a
 * removal, which is sent again: classify looks at the bucket before it deletes the image.
 */
final class RowsPhase implements AuditPhase {
  private final AuditServices services;
  private final RunningAudit audit;
  private final ImageDays days;
  private final Requeue requeue;
  private final Log log;
  private final FingerprintSet keys;

  RowsPhase(
      AuditServices services,
      RunningAudit audit,
      WorkingFiles files,
      ImageDays days,
      Requeue requeue,
      Log log) {
    this.services = services;
    this.audit = audit;
    this.days = days;
    this.requeue = requeue;
    this.log = log;
    this.keys = files.readChunks(Kind.KEYS, audit.chunks(Kind.KEYS));
  }

  @Override
  public boolean step() {
    ImageDays.Page page = days.page(audit.position());
    for (SummaryRow row : page.rows()) {
      // What was uploaded since the bucket was listed is not among the keys.
      if (!keys.contains(Fingerprint.of(row.key())) && !services.images().shows(row.key())) {
        remove(row.key());
      }
    }
    page.next().ifPresent(audit::moveTo);
    return page.next().isPresent();
  }

  private void remove(String key) {
    SummaryRow row = services.table().summary(key);
    if (!row.isImage() || row.isDeleted() || isNew(row)) {
      return;
    }
    // Not newer than what the row knows: an upload that comes later is never overruled.
    Sequencer sequencer =
        EventOrder.newest(row).orElseGet(() -> EventOrder.after(Optional.empty(), 1));
    requeue.toClassify(
        new ObjectRemoved(
            services.images().bucket(),
            key,
            row.versionId().orElse(ObjectCreated.NO_VERSION),
            sequencer,
            services.clock().instant(),
            services.images().isHidden(key)
                ? ObjectRemoved.Kind.HIDDEN
                : ObjectRemoved.Kind.DESTROYED));
    audit.count(Count.WITHOUT_OBJECT);
    log.with("key", key).warn("Image without an object: the removal was queued again");
  }

  private boolean isNew(SummaryRow row) {
    Instant due = services.clock().instant().minus(CopyVerdict.USUAL_WAIT);
    return row.uploadedAt().map(Instant::parse).filter(due::isBefore).isPresent();
  }

  /** The position says it all. */
  @Override
  public void save() {}
}
