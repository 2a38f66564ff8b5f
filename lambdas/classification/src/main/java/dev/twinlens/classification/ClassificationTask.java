package dev.twinlens.classification;

import dev.twinlens.domain.catalog.Attributes;
import dev.twinlens.domain.catalog.ImageTable;
import dev.twinlens.domain.catalog.SummaryRow;
import dev.twinlens.domain.catalog.Timestamps;
import dev.twinlens.domain.claims.Claim;
import dev.twinlens.domain.claims.Job;
import dev.twinlens.domain.claims.Progress;
import dev.twinlens.domain.claims.Task;
import dev.twinlens.domain.claims.TaskType;
import dev.twinlens.domain.events.ObjectCreated;
import dev.twinlens.domain.images.ImageInspector;
import dev.twinlens.domain.images.Inspection;
import dev.twinlens.domain.storage.ArchivedObjectException;
import dev.twinlens.domain.storage.ImageBucket;
import dev.twinlens.domain.storage.StoredImage;
import dev.twinlens.runtime.logging.Log;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Classifies each object version once. */
record ClassificationTask(
    ImageBucket images, ImageInspector inspector, ImageTable table, Labeller labeller, Log log)
    implements Task<ClassificationAction> {

  @Override
  public TaskType type() {
    return TaskType.CLASSIFICATION;
  }

  @Override
  public List<String> decisive() {
    return List.of(
        Attributes.STATUS,
        Attributes.VERSION_ID,
        Attributes.SEQUENCER,
        Attributes.NOTIFIED_AT,
        // Says when the image was uploaded.
        Attributes.RESTORED);
  }

  @Override
  public Progress<ClassificationAction> progress(SummaryRow row, ObjectCreated version) {
    return ClassificationProgress.of(row, version);
  }

  @Override
  public Optional<Job> prepare(ClassificationAction action, ObjectCreated version) {
    return switch (action) {
      case CLASSIFY ->
          images
              .find(version.key(), version.versionId(), version.time())
              .map(image -> classification(image, version));
      case NOTIFY -> Optional.of(claim -> notifyOnly(claim, version));
    };
  }

  @Override
  public void clear(String key) {
    labeller.clear(key);
  }

  private Job classification(StoredImage image, ObjectCreated version) {
    Inspection inspection = inspect(image);
    table.recordDay(Timestamps.day(image.uploadedAt()));
    return new Classification(image, inspection, version.sequencer(), labeller, log);
  }

  private Inspection inspect(StoredImage image) {
    try {
      return inspector.inspect(images.bytes(image));
    } catch (ArchivedObjectException e) {
      return new Inspection.Rejected(Inspection.Flaw.UNREADABLE, e.reason());
    }
  }

  private void notifyOnly(Claim claim, ObjectCreated version) {
    SummaryRow row = claim.row();
    StoredImage image =
        new StoredImage(
            version.key(),
            version.versionId(),
            row.contentType().orElse(""),
            version.size(),
            row.sha256(),
            row.uploadedAt().map(Instant::parse).orElse(version.time()));
    labeller.publish(claim, image, row.labels());
    log.info("Notified");
  }
}
