package dev.twinlens.deleteimage;

import dev.twinlens.domain.catalog.Attributes;
import dev.twinlens.domain.catalog.ImageTable;
import dev.twinlens.domain.catalog.RowUpdate;
import dev.twinlens.domain.catalog.SummaryRow;
import dev.twinlens.domain.catalog.Tombstone;
import dev.twinlens.domain.claims.Claim;
import dev.twinlens.domain.claims.Claims;
import dev.twinlens.domain.claims.Lease;
import dev.twinlens.domain.claims.TaskType;
import dev.twinlens.domain.storage.DerivedKey;
import dev.twinlens.domain.storage.ImageBucket;
import dev.twinlens.domain.storage.ResultsBucket;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Deletes an image so that it stays deleted, in this order:
 *
 * <ol>
 *   <li>a delete marker hides the original. The row shows the image as before, for it names a
 *       version;
 *   <li>the summary row becomes a tombstone, unless it has changed since it was read: no reader
 *       sees the image any more, and no event of its versions restores it;
 *   <li>label rows, result and thumbnail are removed, each under the claim of the task that makes
 *       them. What a worker is making, that worker removes, for it finds the tombstone at its end.
 * </ol>
 *
 * A claim on a tombstone means that the clear-up may be incomplete. The next call, or the next
 * delivery of an event, finds the claim lapsed and completes it.
 */
final class ImageDeletion {
  /** What the tombstone is made from; another attempt is needed when one has changed. */
  private static final List<String> DECISIVE =
      List.of(
          Attributes.UPLOADED_AT,
          Attributes.VERSION_ID,
          Attributes.SEQUENCER,
          Attributes.BACKUP,
          Attributes.THUMBNAIL,
          TaskType.CLASSIFICATION.claimedBy(),
          TaskType.THUMBNAIL.claimedBy());

  private final ImageBucket images;
  private final ResultsBucket results;
  private final ImageTable table;
  private final Claims claims;
  private final Clock clock;

  ImageDeletion(ImageBucket images, ResultsBucket results, ImageTable table, Clock clock) {
    this.images = images;
    this.results = results;
    this.table = table;
    this.claims = new Claims(table, images, clock);
    this.clock = clock;
  }

  /**
   * Deletes an image, or completes what a former call has begun.
   *
   * @param deadline when Lambda ends this invocation
   */
  DeletionResult delete(String key, Instant deadline) {
    Lease lease = Lease.until(deadline);
    return claims.untilSettled(
        key,
        row ->
            switch (DeletionStep.of(row, clock.instant())) {
              case DeletionStep.Nothing() -> Optional.of(new DeletionResult.NotFound());
              case DeletionStep.Wait(Instant until) -> Optional.of(new DeletionResult.Busy(until));
              case DeletionStep.Delete(List<TaskType> free) -> {
                images.delete(key);
                RowUpdate tombstone = Tombstone.write(unchanged(row), row, clock.instant());
                yield claims.claim(free, row, lease, tombstone).map(this::clear);
              }
              case DeletionStep.Complete(List<TaskType> lapsed) ->
                  claims.claim(lapsed, row, lease, unchanged(row)).map(this::clear);
            });
  }

  private static RowUpdate unchanged(SummaryRow row) {
    return RowUpdate.ofSummary(row.key()).whenUnchanged(row, DECISIVE);
  }

  private DeletionResult clear(List<Claim> held) {
    try {
      for (Claim claim : held) {
        clear(claim);
        claim.release();
      }
      return new DeletionResult.Deleted();
    } catch (RuntimeException e) {
      // Lapsed, not released: the next call completes this one at once.
      held.forEach(claim -> claim.lapseAfter(e, clock.instant()));
      throw e;
    }
  }

  private void clear(Claim claim) {
    switch (claim.type()) {
      case CLASSIFICATION -> {
        results.delete(DerivedKey.RESULT, claim.key());
        table.replaceLabels(claim.key(), List.of());
      }
      case THUMBNAIL -> results.delete(DerivedKey.THUMBNAIL, claim.key());
    }
  }
}
