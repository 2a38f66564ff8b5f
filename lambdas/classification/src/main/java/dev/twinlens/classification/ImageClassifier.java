package dev.twinlens.classification;

import dev.twinlens.domain.catalog.ImageTable;
import dev.twinlens.domain.catalog.Label;
import dev.twinlens.domain.catalog.SummaryRow;
import dev.twinlens.domain.claims.BusyException;
import dev.twinlens.domain.claims.DeletedException;
import dev.twinlens.domain.claims.Lease;
import dev.twinlens.domain.events.ObjectCreated;
import dev.twinlens.domain.images.ImageInspector;
import dev.twinlens.domain.images.Inspection;
import dev.twinlens.domain.storage.DerivedKey;
import dev.twinlens.domain.storage.ImageBucket;
import dev.twinlens.domain.storage.ResultsBucket;
import dev.twinlens.domain.storage.StoredImage;
import dev.twinlens.runtime.logging.Log;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Labels each object version once: Rekognition's labels become rows, its whole answer a file in the
 * results bucket, and one notification tells of it. Whatever fails in between, doing it again
 * completes it.
 */
public final class ImageClassifier {
  /**
   * How often a row may change between reading and claiming it before the message is left for
   * later.
   */
  private static final int CLAIM_ATTEMPTS = 5;

  private final ImageBucket images;
  private final ImageInspector inspector;
  private final ImageTable table;
  private final Claims claims;
  private final LabelDetector detector;
  private final ResultsBucket results;
  private final Notifications notifications;

  public ImageClassifier(
      ClassificationSettings settings, ClassificationClients clients, Clock clock) {
    this.images = new ImageBucket(clients.s3(), settings.imagesBucket());
    this.inspector = new ImageInspector(settings.imageRules());
    this.table = new ImageTable(clients.dynamoDb(), settings.imagesTable());
    this.claims = new Claims(table, clock);
    this.detector = new LabelDetector(clients.rekognition(), images, settings.labelLimits());
    this.results = new ResultsBucket(clients.s3(), settings.resultsBucket());
    this.notifications = new Notifications(clients.sns(), settings.topicArn());
  }

  /**
   * Does what the event of one version asks for, which is nothing when it or a newer one is done.
   *
   * @param deadline when this worker ends, finished or not
   * @throws BusyException while another worker has the key
   * @throws RuntimeException when another attempt may succeed
   */
  public void classify(ObjectCreated created, Instant deadline, Log log) {
    Optional<StoredImage> inspected = Optional.empty();
    Inspection inspection = null;
    for (int attempt = 0; attempt < CLAIM_ATTEMPTS; attempt++) {
      SummaryRow row = table.summary(created.key());
      NextStep step = claims.nextStep(row, created, images.isDeleted(created, row));
      if (step instanceof NextStep.Done) {
        log.info("Classified already");
        return;
      }
      if (step instanceof NextStep.Superseded) {
        log.info("Superseded by a newer version");
        return;
      }
      if (step instanceof NextStep.Deleted) {
        log.info("Deleted before it was classified");
        return;
      }
      if (step instanceof NextStep.Wait wait) {
        throw new BusyException(wait.until());
      }
      if (step instanceof NextStep.Notify) {
        Optional<Claim> claim = claims.takeOver(row, Lease.until(deadline));
        if (claim.isPresent()) {
          tellAgain(claim.get(), row, created, log);
          return;
        }
        continue;
      }
      if (step instanceof NextStep.ClearUp) {
        Optional<Claim> claim = claims.takeOver(row, Lease.until(deadline));
        if (claim.isPresent()) {
          clearUp(claim.get(), log);
          return;
        }
        continue;
      }
      if (inspected.isEmpty()) {
        Optional<StoredImage> found =
            images.find(created.key(), created.versionId(), created.time());
        if (found.isEmpty()) {
          log.info("Deleted before it was classified");
          return;
        }
        inspection = inspector.inspect(images.bytes(found.get()));
        inspected = Optional.of(describe(found.get(), inspection));
      }
      Optional<Claim> claim =
          claims.claimVersion(row, inspected.get(), created.sequencer(), Lease.until(deadline));
      if (claim.isPresent()) {
        finish(claim.get(), inspected.get(), inspection, log);
        return;
      }
    }
    throw new IllegalStateException("The summary row kept changing while it was to be claimed.");
  }

  /**
   * Claims a new key before anything is stored under it, so that the event of what is stored then
   * finds the claim.
   *
   * @param deadline when this worker ends, finished or not
   */
  public Claim reserve(String key, Instant deadline) {
    return claims.reserve(key, Lease.until(deadline));
  }

  /** Gives a reservation up after storing failed. */
  public void cancel(Claim claim) {
    claims.abandon(claim);
  }

  /**
   * Labels an image that was stored under a reserved key and is known to be one.
   *
   * @throws DeletedException when the image was deleted meanwhile; its event clears up
   * @throws RuntimeException when it is left to the event
   */
  public void classifyStored(Claim claim, StoredImage image, Log log) {
    try {
      claims.stored(claim, image);
      label(claim, image, log);
    } catch (RuntimeException e) {
      abandon(claim, e);
      throw e;
    }
  }

  private static StoredImage describe(StoredImage image, Inspection inspection) {
    return inspection instanceof Inspection.Accepted accepted
        ? image.withContentType(accepted.type().mediaType())
        : image;
  }

  private void finish(Claim claim, StoredImage image, Inspection inspection, Log log) {
    try {
      if (inspection instanceof Inspection.Refused refused) {
        reject(claim, refused.reason(), log);
      } else {
        label(claim, image, log);
      }
    } catch (DeletedException e) {
      clearUp(claim, log);
    } catch (RuntimeException e) {
      abandon(claim, e);
      throw e;
    }
  }

  private void label(Claim claim, StoredImage image, Log log) {
    Detection detection;
    try {
      detection = detector.detect(image);
    } catch (RefusedImageException e) {
      reject(claim, e.getMessage(), log);
      return;
    }
    String resultKey = results.putAnswer(image.key(), detection.answer());
    table.replaceLabels(image.key(), detection.labels());
    claims.labelled(claim, detection.labels(), resultKey);
    tell(claim, image, detection.labels());
    log.with("labels", detection.labels().size()).info("Labelled");
  }

  private void reject(Claim claim, String reason, Log log) {
    table.replaceLabels(claim.key(), List.of());
    claims.rejected(claim, reason);
    log.with("reason", reason).info("Rejected");
  }

  /** Removes what was made of an image while, or before, it was deleted. */
  private void clearUp(Claim claim, Log log) {
    results.delete(DerivedKey.ANSWER, claim.key());
    table.replaceLabels(claim.key(), List.of());
    claims.cleared(claim);
    log.info("Cleared up: deleted while it was being classified");
  }

  private void tellAgain(Claim claim, SummaryRow row, ObjectCreated created, Log log) {
    try {
      StoredImage image =
          new StoredImage(
              created.key(),
              created.versionId(),
              row.contentType().orElse(""),
              created.size(),
              row.sha256(),
              row.uploadedAt().map(Instant::parse).orElse(created.time()));
      tell(claim, image, row.labels());
      log.info("Notified");
    } catch (DeletedException e) {
      clearUp(claim, log);
    } catch (RuntimeException e) {
      abandon(claim, e);
      throw e;
    }
  }

  private void tell(Claim claim, StoredImage image, List<Label> labels) {
    notifications.publish(Notification.of(image, images.name(), labels));
    claims.notified(claim);
  }

  private void abandon(Claim claim, RuntimeException cause) {
    try {
      claims.abandon(claim);
    } catch (RuntimeException e) {
      // The claim then ends by itself, and the cause is what matters.
      cause.addSuppressed(e);
    }
  }
}
