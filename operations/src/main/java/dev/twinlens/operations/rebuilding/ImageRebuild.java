package dev.twinlens.operations.rebuilding;

import dev.twinlens.domain.catalog.AnswerTable;
import dev.twinlens.domain.catalog.Attributes;
import dev.twinlens.domain.catalog.Backup;
import dev.twinlens.domain.catalog.BackupCopy;
import dev.twinlens.domain.catalog.ImageTable;
import dev.twinlens.domain.catalog.Label;
import dev.twinlens.domain.catalog.ReceivedImage;
import dev.twinlens.domain.catalog.RecordedLabels;
import dev.twinlens.domain.catalog.RowUpdate;
import dev.twinlens.domain.catalog.Status;
import dev.twinlens.domain.catalog.SummaryRow;
import dev.twinlens.domain.catalog.ThumbnailImage;
import dev.twinlens.domain.catalog.Timestamps;
import dev.twinlens.domain.catalog.UpdateResult;
import dev.twinlens.domain.events.ObjectCreated;
import dev.twinlens.domain.images.FileType;
import dev.twinlens.domain.images.ImageType;
import dev.twinlens.domain.json.MalformedJsonException;
import dev.twinlens.domain.storage.DerivedKey;
import dev.twinlens.domain.storage.ImageBucket;
import dev.twinlens.domain.storage.RecordedResult;
import dev.twinlens.domain.storage.ResultsBucket;
import dev.twinlens.domain.storage.StoredImage;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Writes the rows of the image that a key shows: what S3, the recorded result, the thumbnail and
 * the copy say of it. What a row says already is left as it is.
 */
final class ImageRebuild {
  /** As many bytes as tell the type. */
  private static final int BEGINNING = 16;

  private final ImageBucket images;
  private final ResultsBucket results;
  private final ImageTable table;
  private final AnswerTable answers;
  private final WorkMessages messages;
  private final boolean dryRun;

  ImageRebuild(
      ImageBucket images,
      ResultsBucket results,
      ImageTable table,
      WorkMessages messages,
      boolean dryRun) {
    this.images = images;
    this.results = results;
    this.table = table;
    this.answers = new AnswerTable(table);
    this.messages = messages;
    this.dryRun = dryRun;
  }

  /**
   * Rebuilds what the table says of the key's current version.
   *
   * @param row the key's summary row
   * @param backup how the version's backup ended; empty while it has not
   */
  void rebuild(KeyVersions.Version current, SummaryRow row, Optional<Backup> backup, Rebuilt done) {
    ObjectCreated version = current.event();
    if (row.isDeleted() || (row.isImage() && !isAbout(row, version))) {
      return;
    }
    Optional<StoredImage> stored = images.find(version.key(), version.versionId(), version.time());
    if (stored.isEmpty()) {
      return;
    }
    StoredImage image = withSha256(stored.get(), backup);
    Optional<RecordedResult> result = result(image);
    if (!row.isImage()) {
      receive(result.isPresent() ? withTypeOfBytes(image) : image, version, backup);
      done.add(Rebuilt.Kind.IMAGE);
    }
    label(row, image, result, version, done);
    showThumbnail(row, current, done);
  }

  private static boolean isAbout(SummaryRow row, ObjectCreated version) {
    return row.versionId().filter(version.versionId()::equals).isPresent();
  }

  private StoredImage withSha256(StoredImage image, Optional<Backup> backup) {
    Optional<String> copied =
        backup.filter(BackupCopy.class::isInstance).map(made -> ((BackupCopy) made).sha256());
    return new StoredImage(
        image.key(),
        image.versionId(),
        image.contentType(),
        image.size(),
        Optional.of(copied.orElseGet(() -> images.sha256(image))),
        image.uploadedAt());
  }

  /** The type that the row of a labelled image has. */
  private StoredImage withTypeOfBytes(StoredImage image) {
    byte[] beginning = images.bytes(image).read(0, (int) Math.min(BEGINNING, image.size()));
    return FileType.of(beginning)
        .flatMap(ImageRebuild::imageType)
        .map(type -> image.withContentType(type.mediaType()))
        .orElse(image);
  }

  private static Optional<ImageType> imageType(FileType type) {
    return switch (type) {
      case JPEG -> Optional.of(ImageType.JPEG);
      case PNG -> Optional.of(ImageType.PNG);
      case GIF, WEBP, AVIF, HEIC, VIDEO, TIFF, BMP, PDF, XML -> Optional.empty();
    };
  }

  private Optional<RecordedResult> result(StoredImage image) {
    return results
        .result(image.key())
        .filter(result -> image.sha256().filter(result.sha256()::equals).isPresent());
  }

  private void receive(StoredImage image, ObjectCreated version, Optional<Backup> backup) {
    if (dryRun) {
      return;
    }
    table.recordDay(Timestamps.day(image.uploadedAt()));
    RowUpdate update =
        RowUpdate.ofSummary(image.key())
            .whenAbsent(Attributes.UPLOADED_AT)
            .whenNotDeleted()
            .remove(Attributes.EXPIRES_AT);
    ReceivedImage.write(update, image);
    backup.ifPresent(
        ended ->
            update
                .set(Attributes.BACKUP, ended.attribute())
                .set(Attributes.SEQUENCER, version.sequencer().value()));
    UpdateResult unused = table.update(update);
  }

  /** From the recorded result; an image without one is left to classify. */
  private void label(
      SummaryRow row,
      StoredImage image,
      Optional<RecordedResult> result,
      ObjectCreated version,
      Rebuilt done) {
    if (row.status() != Status.RECEIVED) {
      return;
    }
    Optional<List<Label>> labels = result.flatMap(ImageRebuild::labels);
    done.add(labels.isPresent() ? Rebuilt.Kind.LABELLED : Rebuilt.Kind.LABELS_QUEUED);
    if (!dryRun) {
      labels.ifPresentOrElse(
          found -> record(image, found), () -> messages.send("classify", version));
    }
  }

  private static Optional<List<Label>> labels(RecordedResult result) {
    try {
      return Optional.of(RecordedLabels.read(result.json()));
    } catch (MalformedJsonException e) {
      return Optional.empty();
    }
  }

  private void record(StoredImage image, List<Label> labels) {
    table.replaceLabels(image.key(), labels);
    RowUpdate update =
        ofVersion(image.key(), image.versionId())
            .whenEquals(Attributes.STATUS, AttributeValue.fromS(Status.RECEIVED.text()))
            .set(Attributes.STATUS, Status.LABELLED.text())
            .set(Attributes.LABELS, ImageTable.brief(labels))
            .set(Attributes.RESULT_KEY, DerivedKey.RESULT.of(image.key()))
            // It was announced when it was labelled.
            .set(Attributes.NOTIFIED_AT, Timestamps.time(Instant.now()));
    if (table.update(update) instanceof UpdateResult.Written) {
      answers.record(image.sha256().orElseThrow(), image.key());
    }
  }

  /** Made of this version or of one before it: then it is older than the version. */
  private void showThumbnail(SummaryRow row, KeyVersions.Version current, Rebuilt done) {
    ObjectCreated version = current.event();
    if (row.status() == Status.REJECTED || row.ownThumbnail().isPresent()) {
      return;
    }
    Optional<Instant> made =
        results
            .storedAt(DerivedKey.THUMBNAIL, version.key())
            .filter(time -> !time.isBefore(current.storedAt()));
    done.add(made.isPresent() ? Rebuilt.Kind.THUMBNAIL : Rebuilt.Kind.THUMBNAIL_QUEUED);
    if (!dryRun) {
      made.ifPresentOrElse(
          time -> record(version, time), () -> messages.send("thumbnail", version));
    }
  }

  private void record(ObjectCreated version, Instant made) {
    ThumbnailImage thumbnail =
        new ThumbnailImage(
            DerivedKey.THUMBNAIL.of(version.key()),
            version.versionId(),
            Timestamps.time(made),
            version.sequencer());
    UpdateResult unused =
        table.update(
            ofVersion(version.key(), version.versionId())
                .whenAbsent(Attributes.THUMBNAIL)
                .set(Attributes.THUMBNAIL, thumbnail.attribute()));
  }

  private static RowUpdate ofVersion(String key, String versionId) {
    return RowUpdate.ofSummary(key)
        .whenEquals(Attributes.VERSION_ID, AttributeValue.fromS(versionId))
        .whenNotDeleted();
  }
}
