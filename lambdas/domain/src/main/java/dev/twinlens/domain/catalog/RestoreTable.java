package dev.twinlens.domain.catalog;

import java.time.Duration;
import java.time.Instant;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Records on the summary rows when photos were first uploaded that are put back from copies. */
public final class RestoreTable {
  /** How long a row stays under which nothing was put back. */
  private static final Duration EXPIRY = Duration.ofDays(1);

  private final ImageTable table;

  public RestoreTable(ImageTable table) {
    this.table = table;
  }

  /** Before the object is written: the consumers of its event then find the time. */
  public void announce(String key, RestoredUpload upload, Instant now) {
    table.recordDay(Timestamps.day(upload.uploadedAt()));
    RowUpdate newRow =
        RowUpdate.ofSummary(key)
            .whenAbsent(Attributes.IMAGE_NAME)
            .set(Attributes.RESTORED, upload.attribute())
            .expires(now.plus(EXPIRY));
    switch (table.update(newRow)) {
      case UpdateResult.Written written -> {}
      case UpdateResult.Refused refused ->
          table.update(RowUpdate.ofSummary(key).set(Attributes.RESTORED, upload.attribute()));
    }
  }

  /**
   * After the object is written: the time is that of this version alone. Where a consumer has
   * recorded the version without knowing that it was put back, the row is corrected.
   */
  public void complete(String key, RestoredUpload upload) {
    UpdateResult result =
        table.update(RowUpdate.ofSummary(key).set(Attributes.RESTORED, upload.attribute()));
    String version = upload.versionId().orElseThrow();
    String time = Timestamps.time(upload.uploadedAt());
    if (result instanceof UpdateResult.Written(SummaryRow row)
        && row.versionId().filter(version::equals).isPresent()
        && !row.uploadedAt().filter(time::equals).isPresent()) {
      table.update(
          RowUpdate.ofSummary(key)
              .whenEquals(Attributes.VERSION_ID, AttributeValue.fromS(version))
              .set(Attributes.UPLOADED_AT, time)
              .set(Attributes.DAY, Timestamps.day(upload.uploadedAt())));
    }
  }
}
