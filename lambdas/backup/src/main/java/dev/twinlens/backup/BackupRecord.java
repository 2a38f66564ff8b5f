package dev.twinlens.backup;

import dev.twinlens.shared.catalog.Attributes;
import dev.twinlens.shared.catalog.BackupCopy;
import dev.twinlens.shared.catalog.ImageTable;
import dev.twinlens.shared.catalog.Lease;
import dev.twinlens.shared.catalog.RowUpdate;
import dev.twinlens.shared.catalog.Status;
import dev.twinlens.shared.catalog.SummaryRow;
import dev.twinlens.shared.catalog.Timestamps;
import dev.twinlens.shared.events.BusyException;
import dev.twinlens.shared.events.ObjectCreated;
import dev.twinlens.shared.events.Sequencer;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * The state of a key's copy on its summary row. Copies of one key are made one after the other,
 * under a claim of their own, because the container's token cannot read what is there and so cannot
 * compare versions in Azure.
 */
final class BackupRecord {
  private static final List<String> DECISIVE =
      List.of(Attributes.BACKUP, Attributes.BACKUP_CLAIMED_BY, Attributes.BACKUP_CLAIM_EXPIRES_AT);

  private final ImageTable table;
  private final Clock clock;

  BackupRecord(ImageTable table, Clock clock) {
    this.table = table;
    this.clock = clock;
  }

  BackupStep nextStep(SummaryRow row, ObjectCreated created) {
    return BackupStep.of(
        row.lastBackup().map(BackupCopy::sequencer).orElse(Sequencer.NONE),
        row.backupClaimExpiresAt().orElse(Instant.MIN),
        created.sequencer(),
        clock.instant());
  }

  SummaryRow read(String key) {
    return table.summary(key);
  }

  /** Claims the key's copy, unless the row has changed since it was read. */
  Optional<Lease> claim(SummaryRow row, Instant deadline) {
    Lease lease = Lease.until(deadline);
    RowUpdate update =
        RowUpdate.ofSummary(row.key())
            .whenUnchanged(row, DECISIVE)
            .set(Attributes.BACKUP_CLAIMED_BY, lease.owner())
            .set(Attributes.BACKUP_CLAIM_EXPIRES_AT, Timestamps.time(lease.expiresAt()));
    return table.update(update) ? Optional.of(lease) : Optional.empty();
  }

  /**
   * Records the copy. Where classify has not been yet, the row becomes that of a received image;
   * what classify writes is left alone.
   */
  void copied(ObjectCreated created, String contentType, BackupCopy copy, Lease lease) {
    String day = Timestamps.day(created.time());
    table.recordDay(day);
    RowUpdate update =
        release(created.key(), lease)
            .set(Attributes.BACKUP, copy.attribute())
            .setIfAbsent(Attributes.STATUS, AttributeValue.fromS(Status.RECEIVED.text()))
            .setIfAbsent(Attributes.VERSION_ID, AttributeValue.fromS(created.versionId()))
            .setIfAbsent(Attributes.CONTENT_TYPE, AttributeValue.fromS(contentType))
            .setIfAbsent(Attributes.SIZE, AttributeValue.fromN(Long.toString(created.size())))
            .setIfAbsent(
                Attributes.UPLOADED_AT, AttributeValue.fromS(Timestamps.time(created.time())))
            .setIfAbsent(Attributes.DAY, AttributeValue.fromS(day));
    if (!table.update(update)) {
      throw new BusyException(lease.expiresAt());
    }
  }

  /** Gives the claim up, so that the next delivery need not wait for its end. */
  void abandon(String key, Lease lease) {
    table.update(release(key, lease));
  }

  private static RowUpdate release(String key, Lease lease) {
    return RowUpdate.ofSummary(key)
        .whenEquals(Attributes.BACKUP_CLAIMED_BY, AttributeValue.fromS(lease.owner()))
        .remove(Attributes.BACKUP_CLAIMED_BY)
        .remove(Attributes.BACKUP_CLAIM_EXPIRES_AT);
  }
}
