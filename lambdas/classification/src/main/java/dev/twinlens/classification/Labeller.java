package dev.twinlens.classification;

import dev.twinlens.domain.catalog.Attributes;
import dev.twinlens.domain.catalog.ImageTable;
import dev.twinlens.domain.catalog.Label;
import dev.twinlens.domain.catalog.LateTask;
import dev.twinlens.domain.catalog.RowUpdate;
import dev.twinlens.domain.catalog.Status;
import dev.twinlens.domain.catalog.SummaryRow;
import dev.twinlens.domain.catalog.Timestamps;
import dev.twinlens.domain.claims.Claim;
import dev.twinlens.domain.images.UnreadableImageException;
import dev.twinlens.domain.storage.DerivedKey;
import dev.twinlens.domain.storage.ImageBucket;
import dev.twinlens.domain.storage.ResultsBucket;
import dev.twinlens.domain.storage.StoredImage;
import dev.twinlens.runtime.logging.Log;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/**
 * Labels claimed images: the result file, the label rows, the summary row and the notification, in
 * this order. Whatever fails in between, repeating it completes it.
 */
final class Labeller {
  private final LabelDetector detector;
  private final KnownAnswers answers;
  private final ImageBucket images;
  private final ResultsBucket results;
  private final ImageTable table;
  private final NotificationTopic notifications;
  private final Clock clock;

  Labeller(
      LabelDetector detector,
      KnownAnswers answers,
      ImageBucket images,
      ResultsBucket results,
      ImageTable table,
      NotificationTopic notifications,
      Clock clock) {
    this.detector = detector;
    this.answers = answers;
    this.images = images;
    this.results = results;
    this.table = table;
    this.notifications = notifications;
    this.clock = clock;
  }

  /** Labels the image, or rejects what the detector cannot read. */
  void label(Claim claim, StoredImage image, Log log) {
    String sha256 = images.sha256(image);
    Optional<Detection> known = answers.find(image.key(), sha256);
    Detection detection;
    try {
      detection = known.isPresent() ? known.get() : detector.detect(image);
    } catch (UnreadableImageException e) {
      reject(claim, e.reason(), log);
      return;
    }
    List<Label> labels = detection.labels();
    String resultKey = answers.put(image.key(), sha256, detection);
    table.replaceLabels(image.key(), labels);
    claim.update(
        row -> {
          row.set(Attributes.STATUS, Status.LABELLED.text())
              .set(Attributes.LABELS, ImageTable.brief(labels))
              .set(Attributes.SHA256, sha256)
              .set(Attributes.RESULT_KEY, resultKey);
          clearLate(claim, row);
        });
    answers.remember(image.key(), sha256);
    publish(claim, image, labels);
    log.with("labels", labels.size())
        .info(known.isPresent() ? "Labelled as an image with the same bytes was" : "Labelled");
  }

  /**
   * Rejects the image.
   *
   * @param reason a sentence for the person who uploaded it
   */
  void reject(Claim claim, String reason, Log log) {
    table.replaceLabels(claim.key(), List.of());
    claim.finish(
        row -> {
          row.set(Attributes.STATUS, Status.REJECTED.text()).set(Attributes.ERROR, reason);
          clearLate(claim, row);
        });
    log.with("reason", reason).info("Rejected");
  }

  private static void clearLate(Claim claim, RowUpdate update) {
    SummaryRow row = claim.row();
    LateTask.LABELS.clear(update, row, row.versionId().orElse(""), row.sequencer());
  }

  /** Publishes the notification of an image whose labels are written. */
  void publish(Claim claim, StoredImage image, List<Label> labels) {
    notifications.publish(image, labels);
    claim.finish(row -> row.set(Attributes.NOTIFIED_AT, Timestamps.time(clock.instant())));
  }

  /** Removes what was made of a deleted image, but for the result of a destroyed one. */
  void clear(String key) {
    if (!table.summary(key).isDestroyed()) {
      results.delete(DerivedKey.RESULT, key);
    }
    table.replaceLabels(key, List.of());
  }
}
