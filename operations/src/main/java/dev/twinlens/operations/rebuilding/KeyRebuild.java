package dev.twinlens.operations.rebuilding;

import com.azure.storage.blob.BlobContainerClient;
import dev.twinlens.domain.catalog.Backup;
import dev.twinlens.domain.catalog.BackupCopy;
import dev.twinlens.domain.catalog.CopyRow;
import dev.twinlens.domain.catalog.CopyTable;
import dev.twinlens.domain.catalog.ImageTable;
import dev.twinlens.domain.catalog.SummaryRow;
import dev.twinlens.domain.catalog.Timestamps;
import dev.twinlens.domain.events.ObjectCreated;
import dev.twinlens.domain.keys.Urls;
import dev.twinlens.operations.copies.CopyBlob;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.s3.model.ObjectVersion;

/** Rebuilds what the table says of one key. */
final class KeyRebuild {
  private final String bucket;
  private final BlobContainerClient container;
  private final ImageTable table;
  private final CopyTable copyRows;
  private final ImageRebuild image;
  private final WorkMessages messages;
  private final boolean dryRun;

  /**
   * For any number of keys.
   *
   * @param bucket of the originals
   * @param dryRun whether nothing is written and queued
   */
  KeyRebuild(
      String bucket,
      BlobContainerClient container,
      ImageTable table,
      ImageRebuild image,
      WorkMessages messages,
      boolean dryRun) {
    this.bucket = bucket;
    this.container = container;
    this.table = table;
    this.copyRows = new CopyTable(table);
    this.image = image;
    this.messages = messages;
    this.dryRun = dryRun;
  }

  /**
   * Rebuilds the rows of a key's copies, then those of the image that it shows.
   *
   * @param versions as S3 lists them
   */
  Rebuilt rebuild(String key, List<ObjectVersion> versions, List<CopyBlob> copies) {
    Rebuilt done = new Rebuilt();
    SummaryRow row = table.summary(key);
    Map<String, Backup> recorded = new HashMap<>();
    for (CopyBlob copy : ofEachVersion(copies)) {
      record(copy, row, done).ifPresent(backup -> recorded.put(copy.version().versionId(), backup));
    }
    for (KeyVersions.Version version : KeyVersions.of(bucket, versions, copies)) {
      ObjectCreated event = version.event();
      Optional<Backup> backup =
          Optional.ofNullable(recorded.get(event.versionId()))
              .or(() -> copyRows.row(key, event.versionId()).backup());
      if (version.isCurrent() && !event.isFolderMarker()) {
        image.rebuild(version, row, backup, done);
      }
      if (backup.isEmpty()) {
        done.add(Rebuilt.Kind.COPY_QUEUED);
        if (!dryRun) {
          messages.send("backup", event);
        }
      }
    }
    return done;
  }

  /** Of several copies of a version, the last repairs the others. */
  private static Collection<CopyBlob> ofEachVersion(List<CopyBlob> copies) {
    return copies.stream()
        .collect(
            Collectors.toMap(
                copy -> copy.version().versionId(),
                Function.identity(),
                BinaryOperator.maxBy(Comparator.comparingInt(CopyBlob::attempt))))
        .values();
  }

  /**
   * Records a copy whose version has no row.
   *
   * @return how the version's backup ended; empty when its row says that it is to be repeated
   */
  private Optional<Backup> record(CopyBlob blob, SummaryRow row, Rebuilt done) {
    CopyRow existing = copyRows.row(blob.key(), blob.version().versionId());
    if (existing.isRecorded()) {
      return existing.backup();
    }
    Instant made =
        container.getBlobClient(blob.name()).getProperties().getCreationTime().toInstant();
    // A table from the time when only the summary row showed a copy has it there.
    Backup backup = row.lastBackupOf(blob.version().versionId()).orElseGet(() -> copy(blob, made));
    ObjectCreated event =
        new ObjectCreated(
            bucket,
            blob.key(),
            blob.version().versionId(),
            blob.version().sequencer(),
            blob.size(),
            blob.version().uploadedAt().orElse(made));
    if (dryRun || copyRows.recordIfAbsent(event, backup)) {
      done.add(Rebuilt.Kind.COPY);
    }
    return Optional.of(backup);
  }

  private BackupCopy copy(CopyBlob blob, Instant made) {
    return new BackupCopy(
        container.getBlobContainerUrl() + "/" + Urls.encodePath(blob.name()),
        blob.md5(),
        blob.version().sha256(),
        blob.version().versionId(),
        Timestamps.time(made),
        blob.version().sequencer(),
        Optional.empty());
  }
}
