package dev.twinlens.deleteimage;

import dev.twinlens.domain.catalog.Attributes;
import dev.twinlens.domain.catalog.BackupCopy;
import dev.twinlens.domain.catalog.RowUpdate;
import dev.twinlens.domain.catalog.SummaryRow;
import dev.twinlens.domain.catalog.Thumbnail;
import dev.twinlens.domain.catalog.Timestamps;
import dev.twinlens.domain.events.Sequencer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/**
 * What is left of a deleted image's summary row: the newest version that is known, by which a late
 * event is known for what it is, the claims of those at work, and where the copy is. Without a time
 * of upload and a day, no reader takes it for an image, and it falls out of the index by day.
 */
final class Tombstone {
  /**
   * How long it stays: at least as long as an event may be under way (4 days in its queue, 14 as a
   * dead letter, 4 again after a redrive), and as long as the original can be had back.
   */
  static final Duration LIFE = Duration.ofDays(30);

  private static final List<String> REMOVED =
      List.of(
          Attributes.STATUS,
          Attributes.LABELS,
          Attributes.CONTENT_TYPE,
          Attributes.SIZE,
          Attributes.SHA256,
          Attributes.UPLOADED_AT,
          Attributes.DAY,
          Attributes.THUMBNAIL,
          Attributes.RESULT_KEY,
          Attributes.ERROR,
          Attributes.NOTIFIED_AT);

  private Tombstone() {}

  /** Makes the row a tombstone with the update. */
  static void write(RowUpdate update, SummaryRow row, Instant now) {
    REMOVED.forEach(update::remove);
    Sequencer newest = newest(row);
    if (!newest.isNone()) {
      update.set(Attributes.SEQUENCER, newest.value());
    }
    update.set(Attributes.DELETED_AT, Timestamps.time(now)).expires(now.plus(LIFE));
  }

  /** The works on a key see its versions at different times. */
  private static Sequencer newest(SummaryRow row) {
    return Stream.of(
            row.sequencer(),
            row.lastBackup().map(BackupCopy::sequencer).orElse(Sequencer.NONE),
            row.lastThumbnail().map(Thumbnail::sequencer).orElse(Sequencer.NONE))
        .max(Sequencer::compareTo)
        .orElseThrow();
  }
}
