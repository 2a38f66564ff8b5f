package dev.twinlens.classification;

import dev.twinlens.domain.catalog.SummaryRow;
import dev.twinlens.domain.claims.Progress;
import dev.twinlens.domain.events.ObjectCreated;

/** How far the classification of one object version has come, by what the summary row says. */
final class ClassificationProgress {
  private ClassificationProgress() {}

  static Progress<ClassificationAction> of(SummaryRow row, ObjectCreated version) {
    if (!isAbout(row, version)) {
      return isSuperseded(row, version)
          ? new Progress.Finished<>("a newer version replaced it")
          : new Progress.Open<>(ClassificationAction.CLASSIFY);
    }
    return switch (row.status()) {
      case RECEIVED -> new Progress.Open<>(ClassificationAction.CLASSIFY);
      case LABELLED ->
          row.isNotified()
              ? new Progress.Finished<>("already labelled")
              : new Progress.Open<>(ClassificationAction.NOTIFY);
      case REJECTED -> new Progress.Finished<>("already rejected");
    };
  }

  /**
   * A version has one id, and the sequencers of all events that make it the current one. Without
   * versioning, every version of a key has the same id, and only the sequencer tells them apart. Of
   * what upload-image stored, the row has no sequencer: S3 gives it in events only.
   */
  private static boolean isAbout(SummaryRow row, ObjectCreated version) {
    return row.versionId().filter(version.versionId()::equals).isPresent()
        && (!version.versionId().equals(ObjectCreated.NO_VERSION)
            || row.sequencer().isNone()
            || row.sequencer().compareTo(version.sequencer()) == 0);
  }

  private static boolean isSuperseded(SummaryRow row, ObjectCreated version) {
    return !row.sequencer().isNone() && !version.sequencer().isNewerThan(row.sequencer());
  }
}
