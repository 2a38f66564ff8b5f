package dev.twinlens.classification;

import dev.twinlens.domain.catalog.Attributes;
import dev.twinlens.domain.catalog.ImageTable;
import dev.twinlens.domain.catalog.Label;
import dev.twinlens.domain.catalog.RowUpdate;
import dev.twinlens.domain.catalog.Status;
import dev.twinlens.domain.catalog.SummaryRow;
import dev.twinlens.domain.catalog.Timestamps;
import dev.twinlens.domain.claims.Lease;
import dev.twinlens.domain.claims.Work;
import dev.twinlens.domain.events.ObjectCreated;
import dev.twinlens.domain.events.Sequencer;
import dev.twinlens.domain.storage.StoredImage;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * The life of an image's classification on its summary row: claimed, received, then labelled and
 * notified or rejected. Each step holds only while the claim does, so that of two workers one wins
 * and the other learns it.
 */
final class Claims {
  /** What the decision to claim depends on; the claim fails when one of them changes in between. */
  private static final List<String> DECISIVE =
      List.of(
          Attributes.STATUS,
          Attributes.VERSION_ID,
          Attributes.SEQUENCER,
          Attributes.NOTIFIED_AT,
          Attributes.DELETED_AT,
          Work.CLASSIFICATION.claimedBy(),
          Work.CLASSIFICATION.claimExpiresAt());

  /** Long enough for the event of what was stored after all to find its reservation. */
  private static final Duration RESERVATION = Duration.ofDays(1);

  private final ImageTable table;
  private final Clock clock;

  Claims(ImageTable table, Clock clock) {
    this.table = table;
    this.clock = clock;
  }

  NextStep nextStep(SummaryRow row, ObjectCreated created, boolean deleted) {
    ClassificationState state =
        new ClassificationState(
            row.versionId().orElse(""),
            row.sequencer(),
            row.status(),
            row.isNotified(),
            deleted,
            row.claimExpiresAt(Work.CLASSIFICATION).orElse(Instant.MIN));
    return NextStep.of(state, created.versionId(), created.sequencer(), clock.instant());
  }

  /**
   * Claims a key that nothing is stored under yet. Should nothing ever be, DynamoDB removes the row
   * again.
   */
  Claim reserve(String key, Lease lease) {
    RowUpdate update =
        RowUpdate.ofSummary(key)
            .whenAbsent(Attributes.IMAGE_NAME)
            .expires(lease.expiresAt().plus(RESERVATION));
    if (!table.update(claim(update, lease))) {
      throw new IllegalStateException("The new key " + key + " is in use already.");
    }
    return new Claim(key, lease);
  }

  /** Tells what is stored under a reserved key. */
  void stored(Claim claim, StoredImage image) {
    table.recordDay(Timestamps.day(image.uploadedAt()));
    require(
        describe(held(claim), image)
            .set(Attributes.STATUS, Status.RECEIVED.text())
            .remove(Attributes.EXPIRES_AT),
        claim);
  }

  /**
   * Claims a version to classify it, and drops what was said of a former one. The tombstone of a
   * former image becomes the row of this one.
   *
   * @return empty when the row has changed since it was read
   */
  Optional<Claim> claimVersion(
      SummaryRow row, StoredImage image, Sequencer sequencer, Lease lease) {
    table.recordDay(Timestamps.day(image.uploadedAt()));
    RowUpdate update =
        describe(RowUpdate.ofSummary(row.key()).whenUnchanged(row, DECISIVE), image)
            .set(Attributes.STATUS, Status.RECEIVED.text())
            .set(Attributes.SEQUENCER, sequencer.value())
            .remove(Attributes.LABELS)
            .remove(Attributes.RESULT_KEY)
            .remove(Attributes.ERROR)
            .remove(Attributes.NOTIFIED_AT)
            .remove(Attributes.DELETED_AT)
            .remove(Attributes.EXPIRES_AT);
    return table.update(claim(update, lease))
        ? Optional.of(new Claim(row.key(), lease))
        : Optional.empty();
  }

  /**
   * Claims a row to go on with what a former worker has left: to tell of a labelled version, or to
   * clear up after a deleted one.
   *
   * @return empty when the row has changed since it was read
   */
  Optional<Claim> takeOver(SummaryRow row, Lease lease) {
    RowUpdate update = RowUpdate.ofSummary(row.key()).whenUnchanged(row, DECISIVE);
    return table.update(claim(update, lease))
        ? Optional.of(new Claim(row.key(), lease))
        : Optional.empty();
  }

  /**
   * The labels are in the table. The claim goes on, for the notification is still to be published.
   */
  void labelled(Claim claim, List<Label> labels, String resultKey) {
    require(
        held(claim)
            .set(Attributes.STATUS, Status.LABELLED.text())
            .set(Attributes.LABELS, ImageTable.brief(labels))
            .set(Attributes.RESULT_KEY, resultKey),
        claim);
  }

  void notified(Claim claim) {
    require(
        release(held(claim)).set(Attributes.NOTIFIED_AT, Timestamps.time(clock.instant())), claim);
  }

  void rejected(Claim claim, String reason) {
    require(
        release(held(claim))
            .set(Attributes.STATUS, Status.REJECTED.text())
            .set(Attributes.ERROR, reason),
        claim);
  }

  /**
   * Gives the claim up, so that the next delivery need not wait for its end. A deleted image's
   * claim stays, for it says that something may be left to remove.
   */
  void abandon(Claim claim) {
    table.update(release(held(claim)));
  }

  /** Nothing is left of the deleted image. */
  void cleared(Claim claim) {
    table.update(release(claimed(claim).whenDeleted()));
  }

  private static RowUpdate claim(RowUpdate update, Lease lease) {
    return update.claim(Work.CLASSIFICATION, lease);
  }

  private static RowUpdate held(Claim claim) {
    return claimed(claim).whenNotDeleted();
  }

  private static RowUpdate claimed(Claim claim) {
    return RowUpdate.ofSummary(claim.key()).whenClaimed(Work.CLASSIFICATION, claim.lease());
  }

  private static RowUpdate release(RowUpdate update) {
    return update.release(Work.CLASSIFICATION);
  }

  private static RowUpdate describe(RowUpdate update, StoredImage image) {
    return update
        .set(Attributes.VERSION_ID, image.versionId())
        .set(Attributes.CONTENT_TYPE, image.contentType())
        .set(Attributes.SIZE, AttributeValue.fromN(Long.toString(image.size())))
        .setOrRemove(Attributes.SHA256, image.sha256().orElse(""))
        .set(Attributes.UPLOADED_AT, Timestamps.time(image.uploadedAt()))
        .set(Attributes.DAY, Timestamps.day(image.uploadedAt()));
  }

  private void require(RowUpdate update, Claim claim) {
    table.updateClaimed(update, Work.CLASSIFICATION, claim.lease());
  }
}
