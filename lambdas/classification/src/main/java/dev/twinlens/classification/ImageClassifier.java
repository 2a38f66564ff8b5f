package dev.twinlens.classification;

import dev.twinlens.domain.catalog.ImageTable;
import dev.twinlens.domain.catalog.ReceivedImage;
import dev.twinlens.domain.catalog.Timestamps;
import dev.twinlens.domain.claims.Claim;
import dev.twinlens.domain.claims.ClaimLostException;
import dev.twinlens.domain.claims.Claims;
import dev.twinlens.domain.claims.ImageDeletedException;
import dev.twinlens.domain.claims.Outcome;
import dev.twinlens.domain.claims.TaskType;
import dev.twinlens.domain.deletion.DeletionResult;
import dev.twinlens.domain.deletion.ImageDeletion;
import dev.twinlens.domain.events.ObjectCreated;
import dev.twinlens.domain.events.ObjectEvent;
import dev.twinlens.domain.events.ObjectRemoved;
import dev.twinlens.domain.images.ImageInspector;
import dev.twinlens.domain.storage.ImageBucket;
import dev.twinlens.domain.storage.ResultsBucket;
import dev.twinlens.domain.storage.StoredImage;
import dev.twinlens.runtime.logging.Log;
import java.time.Clock;
import java.time.Instant;

/**
 * Labels each object version once: Rekognition's labels become rows, its whole response a file in
 * the results bucket, and one notification announces it.
 */
public final class ImageClassifier {
  private final ImageBucket images;
  private final ImageInspector inspector;
  private final ImageTable table;
  private final Claims claims;
  private final ImageDeletion deletion;
  private final Labeller labeller;

  public ImageClassifier(
      ClassificationSettings settings, ClassificationClients clients, Clock clock) {
    this(
        settings,
        clients,
        new RekognitionDetector(
            clients.rekognition(),
            new ImageBucket(clients.s3(), settings.imagesBucket()),
            settings.labelLimits()),
        clock);
  }

  ImageClassifier(
      ClassificationSettings settings,
      ClassificationClients clients,
      LabelDetector detector,
      Clock clock) {
    this.images = new ImageBucket(clients.s3(), settings.imagesBucket());
    this.inspector = new ImageInspector(settings.imageRules());
    this.table = new ImageTable(clients.dynamoDb(), settings.imagesTable());
    this.claims = new Claims(table, images, clock);
    ResultsBucket results = new ResultsBucket(clients.s3(), settings.resultsBucket());
    this.deletion = new ImageDeletion(results, table, claims, clock);
    this.labeller =
        new Labeller(
            detector,
            new KnownAnswers(table, results, settings.labelLimits()),
            images,
            results,
            table,
            new NotificationTopic(clients.sns(), settings.topicArn(), images.name()),
            clock);
  }

  /**
   * Does what the event of one version calls for. After a removal, the version that the key then
   * shows is labelled, and an image without one is deleted.
   *
   * @param deadline when this worker ends, finished or not
   * @throws RuntimeException when another attempt may succeed
   */
  public Outcome classify(ObjectEvent event, Instant deadline, Log log) {
    return switch (event) {
      case ObjectCreated version -> classify(version, deadline, log);
      case ObjectRemoved removal ->
          images
              .currentAfter(removal)
              .map(version -> classify(version, deadline, log))
              .orElseGet(() -> delete(removal, deadline));
    };
  }

  private Outcome classify(ObjectCreated version, Instant deadline, Log log) {
    if (version.isFolderMarker()) {
      return new Outcome.Skipped("the object marks a folder");
    }
    return claims.attempt(
        new ClassificationTask(images, inspector, table, labeller, log), version, deadline);
  }

  private Outcome delete(ObjectRemoved removal, Instant deadline) {
    return switch (deletion.follow(removal, deadline)) {
      case DeletionResult.Deleted() -> new Outcome.ClearedUp();
      case DeletionResult.NotFound() -> new Outcome.Skipped("the image is already deleted");
      case DeletionResult.Busy(Instant until) -> new Outcome.Busy(until);
    };
  }

  /**
   * Claims a new key before anything is stored under it, so that the event of what is then stored
   * finds the claim.
   *
   * @param deadline when this worker ends, finished or not
   */
  public Claim reserve(String key, Instant deadline) {
    return claims.reserve(key, TaskType.CLASSIFICATION, deadline);
  }

  /**
   * Labels an image that was stored under a reserved key and whose bytes were inspected.
   *
   * @throws ImageDeletedException when the image was deleted since; its event clears up
   * @throws ClaimLostException when another worker has taken the claim over
   * @throws RuntimeException when the labels are left to the event
   */
  public void classifyStored(Claim claim, StoredImage image, Log log) {
    try {
      table.recordDay(Timestamps.day(image.uploadedAt()));
      claim.update(row -> ReceivedImage.write(row, image));
      labeller.label(claim, image, log);
    } catch (RuntimeException e) {
      claim.releaseAfter(e);
      throw e;
    }
  }
}
