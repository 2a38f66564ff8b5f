package dev.twinlens.audit;

import dev.twinlens.domain.catalog.LateTask;
import dev.twinlens.domain.catalog.Status;
import dev.twinlens.domain.catalog.SummaryRow;
import java.util.EnumSet;
import java.util.Set;

/** What is not done for the version that a key shows, beside its copy. */
final class OutstandingTasks {
  private OutstandingTasks() {}

  /** The tasks, by the key's summary row. */
  static Set<LateTask> of(SummaryRow row, String versionId) {
    boolean own =
        row.isImage() && !row.isDeleted() && row.versionId().filter(versionId::equals).isPresent();
    if (!own) {
      return EnumSet.of(LateTask.LABELS, LateTask.THUMBNAIL);
    }
    Set<LateTask> outstanding = EnumSet.noneOf(LateTask.class);
    if (!LateTask.LABELS.isDone(row)) {
      outstanding.add(LateTask.LABELS);
    }
    // A file that was rejected has no picture, and one that waits gets both later.
    if (!LateTask.THUMBNAIL.isDone(row) && row.status() == Status.LABELLED) {
      outstanding.add(LateTask.THUMBNAIL);
    }
    return outstanding;
  }
}
