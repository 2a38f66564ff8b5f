package dev.twinlens.backup;

import dev.twinlens.backup.BackupContainer.Creation;
import dev.twinlens.domain.catalog.Backup;
import dev.twinlens.domain.catalog.BackupCopy;
import dev.twinlens.domain.catalog.BackupRefusal;
import dev.twinlens.domain.catalog.CopyRow;
import dev.twinlens.domain.catalog.CopyTable;
import dev.twinlens.domain.catalog.ImageTable;
import dev.twinlens.domain.catalog.ReceivedImage;
import dev.twinlens.domain.catalog.RestoredUpload;
import dev.twinlens.domain.catalog.SummaryRow;
import dev.twinlens.domain.catalog.Timestamps;
import dev.twinlens.domain.claims.Outcome;
import dev.twinlens.domain.events.ObjectCreated;
import dev.twinlens.domain.events.ObjectEvent;
import dev.twinlens.domain.events.ObjectRemoved;
import dev.twinlens.domain.storage.ArchivedObjectException;
import dev.twinlens.domain.storage.ImageBucket;
import dev.twinlens.domain.storage.StoredImage;
import dev.twinlens.runtime.logging.Log;
import java.time.Clock;
import java.util.Optional;

/**
 * Sees to it that each object version has one copy, and records it. No claim keeps two workers
 * apart: they agree on the name of the version's blob, which Azure creates once, so that the second
 * worker finds what the first has made. A copy is never overwritten.
 */
final class VersionBackup {
  /** Azure: the maximum size of a block blob that one request creates. */
  static final long MAX_MIB = 5000;

  private static final long MIB = 1024L * 1024L;

  private final ImageBucket images;
  private final ImageTable table;
  private final CopyTable copies;
  private final BackupContainer container;
  private final Clock clock;

  VersionBackup(ImageBucket images, ImageTable table, BackupContainer container, Clock clock) {
    this.images = images;
    this.table = table;
    this.copies = new CopyTable(table);
    this.container = container;
    this.clock = clock;
  }

  /**
   * Does what the event of one object version calls for.
   *
   * @throws RuntimeException when another attempt may succeed
   */
  Outcome attempt(ObjectEvent event, Log log) {
    return switch (event) {
      case ObjectCreated version -> backUp(version, log);
      case ObjectRemoved removal ->
          images
              .currentAfter(removal)
              .map(version -> backUp(version, log))
              .orElseGet(() -> new Outcome.Skipped("a copy outlives its original"));
    };
  }

  private Outcome backUp(ObjectCreated version, Log log) {
    CopyRow row = copies.row(version.key(), version.versionId());
    if (row.backup().isPresent()) {
      return complete(version, row.backup().get());
    }
    if (version.size() > MAX_MIB * MIB) {
      return refuse(version, tooLarge(version), log);
    }
    return copy(copies.begin(version), row.attempt(), log);
  }

  private Outcome copy(ObjectCreated version, int attempt, Log log) {
    SummaryRow summary = table.summary(version.key());
    Optional<BlobCopy.Result> result;
    try {
      result = new BlobCopy(images, container, version, summary).run(attempt);
    } catch (ArchivedObjectException e) {
      return refuse(version, e.reason(), log);
    }
    if (result.isEmpty()) {
      return new Outcome.Skipped("the object version no longer exists");
    }
    log.with("blob", result.get().blob())
        .with("size", result.get().original().response().contentLength())
        .info(result.get().creation() == Creation.CREATED ? "Copied" : "Found a copy");
    return conclude(version, copy(version, result.get()), stored(version, result.get(), summary));
  }

  /**
   * Records that the version will never have a copy.
   *
   * @param reason a sentence for a person
   */
  private Outcome refuse(ObjectCreated version, String reason, Log log) {
    log.warn("Refused: " + reason);
    return conclude(
        version,
        new BackupRefusal(version.versionId(), version.sequencer(), reason),
        images.image(version));
  }

  private Outcome conclude(ObjectCreated version, Backup backup, Optional<StoredImage> image) {
    image.ifPresent(stored -> table.recordDay(Timestamps.day(stored.uploadedAt())));
    if (!copies.recordFirst(version, backup)) {
      return complete(
          version, copies.row(version.key(), version.versionId()).backup().orElseThrow());
    }
    show(SummaryRow.empty(version.key()), backup, image);
    return new Outcome.Done();
  }

  /**
   * Completes what a worker that died has left undone after it had recorded the copy, and shows the
   * copy of a version that has become the current one again.
   */
  private Outcome complete(ObjectCreated version, Backup recorded) {
    Backup backup = recorded;
    if (version.sequencer().isNewerThan(recorded.sequencer())) {
      backup = recorded.in(version.sequencer());
      copies.record(version, backup);
    }
    SummaryRow row = table.summary(version.key());
    show(
        row,
        backup,
        row.isImage()
            ? Optional.empty()
            : images.image(version).map(image -> RestoredUpload.firstUpload(row, image)));
    return new Outcome.Skipped("the version is already backed up");
  }

  /** Where classify has not been yet, the row becomes that of a received image. */
  private void show(SummaryRow row, Backup backup, Optional<StoredImage> image) {
    copies.show(
        row, backup, update -> image.ifPresent(found -> ReceivedImage.complete(update, found)));
  }

  private static Optional<StoredImage> stored(
      ObjectCreated version, BlobCopy.Result result, SummaryRow summary) {
    if (version.isFolderMarker()) {
      return Optional.empty();
    }
    String contentType = result.original().response().contentType();
    StoredImage image =
        new StoredImage(
            version.key(),
            version.versionId(),
            contentType == null ? StoredImage.UNKNOWN_TYPE : contentType,
            version.size(),
            Optional.of(result.original().checksums().sha256Base64()),
            version.time());
    return Optional.of(RestoredUpload.firstUpload(summary, image));
  }

  private BackupCopy copy(ObjectCreated version, BlobCopy.Result result) {
    Checksums checksums = result.original().checksums();
    return new BackupCopy(
        container.url(result.blob()),
        checksums.md5Base64(),
        checksums.sha256Base64(),
        version.versionId(),
        Timestamps.time(clock.instant()),
        version.sequencer(),
        Optional.empty());
  }

  private static String tooLarge(ObjectCreated version) {
    return "The file has %,d MiB. Azure takes at most %,d MiB in one request, so there is no copy."
        .formatted(version.size() / MIB, MAX_MIB);
  }
}
