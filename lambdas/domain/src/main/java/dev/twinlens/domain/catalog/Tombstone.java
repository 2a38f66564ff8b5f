package dev.twinlens.domain.catalog;

import dev.twinlens.domain.events.Sequencer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/**
 * What is left of a deleted image's summary row: the newest version that is known, which tells late
 * events of deleted versions from those of later uploads, the claims that workers hold, and where
 * the copy is. Without a time of upload and a day, no reader takes it for an image, and it is in no
 * index.
 */
public final class Tombstone {
  /**
   * How long it stays: at least as long as an event can be in transit (14 days in its queue, 14 in
   * the dead-letter queue, 14 again after a redrive), and as long as the original can be restored.
   */
  private static final Duration EXPIRY = Duration.ofDays(45);

  private static final List<String> REMOVED =
      List.of(
          Attributes.STATUS,
          Attributes.LABELS,
          Attributes.CONTENT_TYPE,
          Attributes.SIZE,
          Attributes.UPLOADED_AT,
          Attributes.DAY,
          Attributes.THUMBNAIL,
          Attributes.ERROR,
          Attributes.NOTIFIED_AT,
          LateTask.LABELS.attribute(),
          LateTask.COPY.attribute(),
          LateTask.THUMBNAIL.attribute());

  /** What a tombstone keeps of a destroyed image: its result can be used again. */
  private static final List<String> RESULT =
      List.of(Attributes.SHA256, Attributes.RESULT_KEY, Attributes.DESTROYED);

  private Tombstone() {}

  /**
   * Makes the row the tombstone of a deleted image with the update, which is returned.
   *
   * @param removal of the event that reports the removal, {@link Sequencer#NONE} without one
   */
  public static RowUpdate write(RowUpdate update, SummaryRow row, Sequencer removal, Instant now) {
    RESULT.forEach(update::remove);
    return bury(update, row, removal, now).expires(now.plus(EXPIRY));
  }

  /**
   * Makes the row the tombstone of an image whose every version was permanently deleted. It does
   * not expire: for as long as the copy exists, it says that no person deleted the image.
   *
   * @param removal of the event that reports the removal
   */
  public static RowUpdate writeDestroyed(
      RowUpdate update, SummaryRow row, Sequencer removal, Instant now) {
    return bury(update, row, removal, now)
        .set(Attributes.DESTROYED, newest(row, Sequencer.NONE).value())
        .remove(Attributes.EXPIRES_AT);
  }

  private static RowUpdate bury(RowUpdate update, SummaryRow row, Sequencer removal, Instant now) {
    REMOVED.forEach(update::remove);
    Sequencer newest = newest(row, removal);
    if (!newest.isNone()) {
      update.set(Attributes.SEQUENCER, newest.value());
    }
    return update.set(Attributes.DELETED_AT, Timestamps.time(now));
  }

  /** The tasks of a key see its versions at different times. */
  private static Sequencer newest(SummaryRow row, Sequencer removal) {
    return Stream.of(
            removal,
            row.sequencer(),
            row.lastBackup().map(Backup::sequencer).orElse(Sequencer.NONE),
            row.lastThumbnail().map(Thumbnail::sequencer).orElse(Sequencer.NONE))
        .max(Sequencer::compareTo)
        .orElseThrow();
  }
}
