package dev.twinlens.domain.catalog;

import dev.twinlens.domain.events.Sequencer;

/** What is done for each image, and can be late. */
public enum LateTask {
  LABELS("labels", "LabelsLate"),
  COPY("copy", "CopyLate"),
  THUMBNAIL("thumbnail", "ThumbnailLate");

  private final String text;
  private final String attribute;

  LateTask(String text, String attribute) {
    this.text = text;
    this.attribute = attribute;
  }

  /** As the API writes it. */
  public String text() {
    return text;
  }

  /** The attribute of the summary row that says why the task is late. */
  public String attribute() {
    return attribute;
  }

  /** Whether it is done for the version that the row describes, or never will be. */
  public boolean isDone(SummaryRow row) {
    return switch (this) {
      case LABELS -> row.status() != Status.RECEIVED;
      case COPY -> row.backup().isPresent() || row.backupError().isPresent();
      case THUMBNAIL -> row.ownThumbnail().isPresent();
    };
  }

  /**
   * Removes what the row says of this task being late, unless it says so of a newer version.
   *
   * @param versionId the version for which the task is done
   */
  public void clear(RowUpdate update, SummaryRow row, String versionId, Sequencer sequencer) {
    row.lastLate(this)
        .filter(
            late -> late.versionId().equals(versionId) || !late.sequencer().isNewerThan(sequencer))
        .ifPresent(late -> update.remove(attribute));
  }
}
