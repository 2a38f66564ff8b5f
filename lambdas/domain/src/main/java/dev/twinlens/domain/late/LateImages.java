package dev.twinlens.domain.late;

import dev.twinlens.domain.catalog.Attributes;
import dev.twinlens.domain.catalog.ImageTable;
import dev.twinlens.domain.catalog.Late;
import dev.twinlens.domain.catalog.LateTask;
import dev.twinlens.domain.catalog.ReceivedImage;
import dev.twinlens.domain.catalog.RowUpdate;
import dev.twinlens.domain.catalog.SummaryRow;
import dev.twinlens.domain.catalog.Timestamps;
import dev.twinlens.domain.events.ObjectCreated;
import dev.twinlens.domain.storage.ImageBucket;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** Records on the summary row that a task is late for the newest version of a key. */
public final class LateImages {
  /** The next failure records it, if the row keeps changing. */
  private static final int ATTEMPTS = 3;

  private static final List<String> DECISIVE =
      List.of(
          Attributes.STATUS,
          Attributes.VERSION_ID,
          Attributes.SEQUENCER,
          Attributes.UPLOADED_AT,
          Attributes.BACKUP,
          Attributes.THUMBNAIL,
          Attributes.DELETED_AT);

  private final LateTask task;
  private final ImageTable table;
  private final ImageBucket images;
  private final Clock clock;

  public LateImages(LateTask task, ImageTable table, ImageBucket images, Clock clock) {
    this.task = task;
    this.table = table;
    this.images = images;
    this.clock = clock;
  }

  /**
   * Records that the task is not done for a version. An image without a row gets one, as it is
   * stored and waits. Nothing changes for a version that was deleted or replaced, or for which the
   * task is done.
   *
   * @param because a sentence for a person
   */
  public void record(ObjectCreated version, String because) {
    record(version, because, row -> true);
  }

  /**
   * Records it only if the row shows an older version, whose result would pass for the newest.
   *
   * @param because a sentence for a person
   */
  public void recordReplacement(ObjectCreated version, String because) {
    record(version, because, row -> row.isImage() && !row.describes(version));
  }

  private void record(ObjectCreated version, String because, Predicate<SummaryRow> condition) {
    boolean unused =
        table.change(
            table.summary(version.key()),
            ATTEMPTS,
            row -> condition.test(row) ? update(row, version, because) : Optional.empty());
  }

  private Optional<RowUpdate> update(SummaryRow row, ObjectCreated version, String because) {
    boolean settled =
        row.describes(version)
            ? task.isDone(row)
            : !version.sequencer().isNewerThan(row.sequencer());
    Optional<Late> last = row.lastLate(task);
    boolean recorded =
        last.filter(late -> late.sequencer().isNewerThan(version.sequencer())).isPresent()
            || last.filter(late -> isOf(late, version) && late.because().equals(because))
                .isPresent();
    if (row.isDeleted() || settled || recorded) {
      return Optional.empty();
    }
    RowUpdate update =
        RowUpdate.ofSummary(row.key())
            .whenUnchanged(row, DECISIVE)
            .whenUnchanged(row, List.of(task.attribute()));
    String since =
        last.filter(late -> isOf(late, version))
            .map(Late::since)
            .orElseGet(() -> Timestamps.time(clock.instant()));
    new Late(task, since, because, version.versionId(), version.sequencer()).write(update);
    return row.isImage() ? Optional.of(update) : received(update, version);
  }

  /** Makes the row that of an image; empty when the version is none. */
  private Optional<RowUpdate> received(RowUpdate update, ObjectCreated version) {
    return images
        .image(version)
        .map(
            image -> {
              table.recordDay(Timestamps.day(image.uploadedAt()));
              ReceivedImage.complete(update, image);
              return update.remove(Attributes.EXPIRES_AT);
            });
  }

  private static boolean isOf(Late late, ObjectCreated version) {
    return late.versionId().equals(version.versionId())
        && late.sequencer().compareTo(version.sequencer()) == 0;
  }
}
