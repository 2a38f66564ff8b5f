package dev.twinlens.thumbnail;

import dev.twinlens.domain.catalog.Attributes;
import dev.twinlens.domain.catalog.SummaryRow;
import dev.twinlens.domain.claims.Job;
import dev.twinlens.domain.claims.Progress;
import dev.twinlens.domain.claims.Task;
import dev.twinlens.domain.claims.TaskType;
import dev.twinlens.domain.events.ObjectCreated;
import dev.twinlens.domain.images.ImageRules;
import dev.twinlens.domain.storage.DerivedKey;
import dev.twinlens.domain.storage.ImageBucket;
import dev.twinlens.domain.storage.ResultsBucket;
import dev.twinlens.runtime.logging.Log;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/**
 * Makes the thumbnail of each object version. The versions of a key have one thumbnail, so they are
 * made one after the other, and an older one never after a newer.
 */
record ThumbnailTask(
    ImageBucket images, ResultsBucket results, ImageRules rules, Clock clock, Log log)
    implements Task<ThumbnailAction> {

  @Override
  public TaskType type() {
    return TaskType.THUMBNAIL;
  }

  @Override
  public List<String> decisive() {
    return List.of(Attributes.THUMBNAIL);
  }

  /** Only the newest version's thumbnail is ever shown, so older ones are not worth making. */
  @Override
  public Progress<ThumbnailAction> progress(SummaryRow row, ObjectCreated version) {
    if (row.sequencer().isNewerThan(version.sequencer())) {
      return new Progress.Finished<>("a newer version replaced it");
    }
    return row.lastThumbnail().filter(thumbnail -> thumbnail.covers(version)).isPresent()
        ? new Progress.Finished<>("the thumbnail of it or of a newer version was made or refused")
        : new Progress.Open<>(ThumbnailAction.MAKE);
  }

  @Override
  public Optional<Job> prepare(ThumbnailAction action, ObjectCreated version) {
    return switch (action) {
      case MAKE -> images.open(version).map(content -> new ThumbnailJob(this, version, content));
    };
  }

  @Override
  public void clear(String key) {
    results.delete(DerivedKey.THUMBNAIL, key);
  }
}
