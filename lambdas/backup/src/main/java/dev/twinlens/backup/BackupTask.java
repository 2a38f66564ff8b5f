package dev.twinlens.backup;

import dev.twinlens.domain.catalog.Attributes;
import dev.twinlens.domain.catalog.ImageTable;
import dev.twinlens.domain.catalog.SummaryRow;
import dev.twinlens.domain.claims.Job;
import dev.twinlens.domain.claims.Progress;
import dev.twinlens.domain.claims.Task;
import dev.twinlens.domain.claims.TaskType;
import dev.twinlens.domain.events.ObjectCreated;
import dev.twinlens.domain.storage.ImageBucket;
import dev.twinlens.runtime.logging.Log;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/**
 * Copies each object version to Azure. The versions of a key have one blob, so they are copied one
 * after the other, and an older one never after a newer.
 */
record BackupTask(
    ImageBucket images, ImageTable table, BackupContainer container, Clock clock, Log log)
    implements Task<BackupAction> {

  @Override
  public TaskType type() {
    return TaskType.BACKUP;
  }

  @Override
  public List<String> decisive() {
    return List.of(Attributes.BACKUP);
  }

  /** A version is copied even when classify has seen a newer one. */
  @Override
  public Progress<BackupAction> progress(SummaryRow row, ObjectCreated version) {
    return row.lastBackup().filter(copy -> copy.covers(version)).isPresent()
        ? new Progress.Finished<>("it or a newer version is already copied")
        : new Progress.Open<>(BackupAction.COPY);
  }

  @Override
  public Optional<Job> prepare(BackupAction action, ObjectCreated version) {
    return switch (action) {
      case COPY -> images.open(version).map(content -> new BackupJob(this, version, content));
    };
  }

  /** Leaves the copy, which outlives its original: the container's lifecycle rule deletes it. */
  @Override
  public void clear(String key) {}
}
