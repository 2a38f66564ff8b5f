package dev.twinlens.audit;

import dev.twinlens.domain.catalog.ImageTable;
import dev.twinlens.domain.catalog.LateTask;
import dev.twinlens.domain.catalog.SummaryRow;
import dev.twinlens.domain.events.ObjectCreated;
import dev.twinlens.runtime.logging.Log;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import software.amazon.awssdk.services.s3.model.ObjectVersion;

/** Sends the event of an image again that has waited for its labels or its thumbnail too long. */
final class ImageResults {
  private final ImageTable table;
  private final VersionEvents events;
  private final Requeue requeue;
  private final Clock clock;

  ImageResults(ImageTable table, VersionEvents events, Requeue requeue, Clock clock) {
    this.table = table;
    this.events = events;
    this.requeue = requeue;
    this.clock = clock;
  }

  /** Checks the versions that their keys show. */
  void check(List<ObjectVersion> current, RunningAudit audit, Log log) {
    Instant due = clock.instant().minus(CopyVerdict.USUAL_WAIT);
    List<ObjectVersion> images =
        current.stream()
            .filter(version -> version.lastModified().isBefore(due))
            .filter(version -> !ObjectCreated.isFolderMarker(version.key(), version.size()))
            .toList();
    Map<String, SummaryRow> rows =
        table.summaries(images.stream().map(ObjectVersion::key).toList());
    for (ObjectVersion version : images) {
      SummaryRow row = rows.getOrDefault(version.key(), SummaryRow.empty(version.key()));
      if (!OutstandingTasks.of(row, version.versionId()).isEmpty()) {
        requeue(version, audit, log);
      }
    }
  }

  /** By what the row says now: those that were read for the whole page may be older. */
  private void requeue(ObjectVersion version, RunningAudit audit, Log log) {
    Set<LateTask> tasks = OutstandingTasks.of(table.summary(version.key()), version.versionId());
    if (tasks.isEmpty()) {
      return;
    }
    Log line = log.with("key", version.key()).with("versionId", version.versionId());
    events
        .ofCurrent(version.key(), version.versionId())
        .ifPresent(event -> tasks.forEach(task -> requeue(task, event, audit, line)));
  }

  private void requeue(LateTask task, ObjectCreated event, RunningAudit audit, Log line) {
    switch (task) {
      case LABELS -> {
        requeue.toClassify(event);
        audit.count(Count.UNLABELLED);
        line.warn("Image without labels: its version was queued again");
      }
      case THUMBNAIL -> {
        requeue.toThumbnail(event);
        audit.count(Count.WITHOUT_THUMBNAIL);
        line.warn("Image without a thumbnail: its version was queued again");
      }
      case COPY -> throw new IllegalStateException("Copies are checked for every version.");
    }
  }
}
