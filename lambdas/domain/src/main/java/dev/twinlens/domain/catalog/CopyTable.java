package dev.twinlens.domain.catalog;

import dev.twinlens.domain.copies.CopyName;
import dev.twinlens.domain.events.ObjectCreated;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * The rows of the copies: one for each object version, whose key's summary row shows the newest.
 */
public final class CopyTable {
  /** Only workers that record a copy, or a deletion, of the same key change the row in between. */
  private static final int ATTEMPTS = 20;

  private final ImageTable table;

  public CopyTable(ImageTable table) {
    this.table = table;
  }

  /** The row of a version; one without any attribute when there is none. */
  public CopyRow row(String key, String versionId) {
    return new CopyRow(table.item(CopyRow.partition(key), sortKey(versionId)));
  }

  /**
   * How the backup of a version ended, also where an early release recorded it on the summary row
   * alone.
   */
  public Optional<Backup> backup(String key, String versionId) {
    CopyRow row = row(key, versionId);
    return row.isRecorded() ? row.backup() : table.summary(key).lastBackupOf(versionId);
  }

  /**
   * The rows of these versions, without those that do not exist. They may be some seconds old.
   *
   * @param versions each once
   */
  public Map<ObjectVersionId, CopyRow> rows(Collection<ObjectVersionId> versions) {
    Map<ObjectVersionId, CopyRow> rows = new HashMap<>();
    for (Map<String, AttributeValue> attributes :
        table.items(
            versions.stream()
                .map(
                    version ->
                        ImageTable.primaryKey(
                            CopyRow.partition(version.key()), sortKey(version.versionId())))
                .toList())) {
      Item item = new Item(attributes);
      rows.put(
          new ObjectVersionId(
              item.text(Attributes.IMAGE_NAME).substring(Attributes.COPIES_PARTITION.length()),
              item.text(Attributes.LABEL).substring(Attributes.COPY_PREFIX.length())),
          new CopyRow(attributes));
    }
    return rows;
  }

  /**
   * Has all workers copy a version under one name, of which the time of its upload is a part: an
   * event has milliseconds, and what S3 says of a stored version has seconds.
   *
   * @return the version with the time that the first worker had
   */
  public ObjectCreated begin(ObjectCreated version) {
    RowUpdate update =
        RowUpdate.of(CopyRow.partition(version.key()), sortKey(version.versionId()))
            .setIfAbsent(
                Attributes.UPLOADED_AT, AttributeValue.fromS(Timestamps.time(version.time())));
    SummaryRow row =
        switch (table.update(update)) {
          case UpdateResult.Written written -> written.row();
          case UpdateResult.Refused refused -> refused.row();
        };
    return version.receivedAt(Instant.parse(row.text(Attributes.UPLOADED_AT).orElseThrow()));
  }

  /** Records on the version's row how its backup ended. */
  public void record(ObjectCreated version, Backup backup) {
    table.update(recording(version, backup));
  }

  /**
   * Records it unless another worker has, which may have seen a newer event of the version.
   *
   * @return whether it was recorded
   */
  public boolean recordFirst(ObjectCreated version, Backup backup) {
    return isWritten(recording(version, backup).whenAbsent(Attributes.VERSION_ID));
  }

  /**
   * Records it if nothing was recorded of the version before.
   *
   * @return whether nothing was
   */
  public boolean recordIfAbsent(ObjectCreated version, Backup backup) {
    return isWritten(
        recording(version, backup)
            .whenAbsent(Attributes.VERSION_ID)
            .whenAbsent(Attributes.ATTEMPT));
  }

  private boolean isWritten(RowUpdate update) {
    return table.update(update) instanceof UpdateResult.Written;
  }

  private static RowUpdate recording(ObjectCreated version, Backup backup) {
    RowUpdate update =
        RowUpdate.of(CopyRow.partition(version.key()), sortKey(version.versionId()))
            .set(Attributes.SIZE, AttributeValue.fromN(Long.toString(version.size())))
            .set(Attributes.UPLOADED_AT, Timestamps.time(version.time()));
    backup.attributes().forEach(update::set);
    return update;
  }

  /**
   * Has a version copied again, when its event comes again.
   *
   * @param attempt the number of the copy to make, see {@link CopyName#of}
   */
  public void repeat(String key, String versionId, int attempt) {
    RowUpdate update =
        RowUpdate.of(CopyRow.partition(key), sortKey(versionId))
            .set(Attributes.ATTEMPT, AttributeValue.fromN(Integer.toString(attempt)));
    Backup.ATTRIBUTES.forEach(update::remove);
    table.update(update.remove(Attributes.DAMAGED_AT));
  }

  /** Records that a copy was read as a whole and is sound, unless another has taken its place. */
  public void verify(String key, BackupCopy copy, Instant time) {
    String text = Timestamps.time(time);
    table.update(ofCopy(key, copy).set(Attributes.VERIFIED_AT, text).remove(Attributes.DAMAGED_AT));
    changeShown(
        key,
        copy,
        shown -> RowUpdate.ofSummary(key).set(Attributes.BACKUP, shown.verified(time).attribute()));
  }

  /**
   * Records that a copy is damaged and cannot be repaired, unless another has taken its place. What
   * the rows say of the copy stays.
   */
  public void markDamaged(String key, BackupCopy copy, Instant time) {
    table.update(ofCopy(key, copy).set(Attributes.DAMAGED_AT, Timestamps.time(time)));
  }

  /**
   * Shows on the key's summary row that a version has no copy, if the row shows the copy that
   * turned out to be missing or damaged.
   *
   * @param because a sentence for a person
   */
  public void withdraw(String key, BackupCopy copy, Instant since, String because) {
    changeShown(
        key,
        copy,
        shown -> {
          RowUpdate update = RowUpdate.ofSummary(key).remove(Attributes.BACKUP);
          new Late(
                  LateTask.COPY,
                  Timestamps.time(since),
                  because,
                  shown.versionId(),
                  shown.sequencer())
              .write(update);
          return update;
        });
  }

  private static RowUpdate ofCopy(String key, BackupCopy copy) {
    return RowUpdate.of(CopyRow.partition(key), sortKey(copy.versionId()))
        .whenEquals(Attributes.URL, AttributeValue.fromS(copy.url()));
  }

  /** Changes the summary row of an image that shows this copy. */
  private void changeShown(String key, BackupCopy copy, Function<BackupCopy, RowUpdate> change) {
    boolean changed =
        table.change(
            table.summary(key),
            ATTEMPTS,
            row ->
                row.backup()
                    .filter(shown -> !row.isDeleted() && shown.url().equals(copy.url()))
                    .map(
                        shown ->
                            change
                                .apply(shown)
                                .whenUnchanged(
                                    row,
                                    List.of(
                                        Attributes.BACKUP,
                                        Attributes.DELETED_AT,
                                        LateTask.COPY.attribute()))));
    if (!changed) {
      throw new IllegalStateException(
          "The summary row changed " + ATTEMPTS + " times before the copy could be recorded.");
    }
  }

  /**
   * Shows a backup on the key's summary row, unless that shows it already, or that of a newer
   * version.
   *
   * @param known the summary row as far as it is known; the update finds out whether it has changed
   * @param more what else changes on the row of an image that is not deleted
   * @throws IllegalStateException when the row keeps changing
   */
  public void show(SummaryRow known, Backup backup, Consumer<RowUpdate> more) {
    if (!table.change(known, ATTEMPTS, row -> shown(row, backup, more))) {
      throw new IllegalStateException(
          "The summary row changed " + ATTEMPTS + " times before the copy could be recorded.");
    }
  }

  private static Optional<RowUpdate> shown(
      SummaryRow row, Backup backup, Consumer<RowUpdate> more) {
    if (row.lastBackup().filter(shown -> outranks(shown, backup)).isPresent()) {
      return Optional.empty();
    }
    RowUpdate update =
        RowUpdate.ofSummary(row.key())
            .whenUnchanged(
                row, List.of(Attributes.BACKUP, Attributes.DELETED_AT, LateTask.COPY.attribute()))
            .set(Attributes.BACKUP, backup.attribute());
    LateTask.COPY.clear(update, row, backup.versionId(), backup.sequencer());
    if (!row.isDeleted()) {
      more.accept(update.remove(Attributes.EXPIRES_AT));
    }
    return Optional.of(update);
  }

  private static boolean outranks(Backup shown, Backup other) {
    return shown.versionId().equals(other.versionId())
        ? shown.equals(other) || shown.sequencer().isNewerThan(other.sequencer())
        : !other.sequencer().isNewerThan(shown.sequencer());
  }

  private static String sortKey(String versionId) {
    return Attributes.COPY_PREFIX + versionId;
  }
}
