package dev.twinlens.deleteimage;

import dev.twinlens.domain.catalog.Attributes;
import dev.twinlens.domain.catalog.ImageTable;
import dev.twinlens.domain.catalog.RowUpdate;
import dev.twinlens.domain.catalog.SummaryRow;
import dev.twinlens.domain.claims.BusyException;
import dev.twinlens.domain.claims.Lease;
import dev.twinlens.domain.claims.Work;
import dev.twinlens.domain.storage.DerivedKey;
import dev.twinlens.domain.storage.ImageBucket;
import dev.twinlens.domain.storage.ResultsBucket;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Deletes an image so that it stays deleted, in this order:
 *
 * <ol>
 *   <li>a delete marker hides the original. The row shows the image as before, for it names a
 *       version;
 *   <li>the summary row becomes a tombstone, unless it has changed since it was read: no reader
 *       sees the image any more, and no event of its versions brings it back;
 *   <li>label rows, answer and thumbnail are removed, each under the claim of the work that makes
 *       them. What a worker is just making it removes itself, for it finds the tombstone at its
 *       end.
 * </ol>
 *
 * A claim that is left on a tombstone says that something may be left of the image. Whoever comes
 * next, another call or another delivery of an event, finds it ended and clears up.
 */
final class ImageDeletion {
  /** How often a row may change between reading it and marking it. */
  private static final int ATTEMPTS = 5;

  /** What the tombstone is made from; another attempt is due when one changes in between. */
  private static final List<String> DECISIVE =
      List.of(
          Attributes.UPLOADED_AT,
          Attributes.VERSION_ID,
          Attributes.SEQUENCER,
          Attributes.BACKUP,
          Attributes.THUMBNAIL,
          Attributes.DELETED_AT,
          Work.CLASSIFICATION.claimedBy(),
          Work.THUMBNAIL.claimedBy());

  /** The works that leave something in AWS. */
  private static final List<Work> TO_CLEAR = List.of(Work.CLASSIFICATION, Work.THUMBNAIL);

  private final ImageBucket images;
  private final ResultsBucket results;
  private final ImageTable table;
  private final Clock clock;

  ImageDeletion(ImageBucket images, ResultsBucket results, ImageTable table, Clock clock) {
    this.images = images;
    this.results = results;
    this.table = table;
    this.clock = clock;
  }

  /**
   * Deletes an image, or completes what a former call has begun.
   *
   * @param deadline when Lambda ends this invocation
   * @return whether there was anything to delete
   * @throws BusyException while another call, or a worker, is clearing up
   */
  boolean delete(String key, Instant deadline) {
    Lease lease = Lease.until(deadline);
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      SummaryRow row = table.summary(key);
      List<Work> claimable = new ArrayList<>();
      if (row.isImage()) {
        TO_CLEAR.stream().filter(work -> !isClaimed(row, work)).forEach(claimable::add);
        images.delete(key);
      } else {
        List<Work> unfinished = unfinished(row);
        if (unfinished.isEmpty()) {
          return false;
        }
        unfinished.stream().filter(work -> !isClaimed(row, work)).forEach(claimable::add);
        if (claimable.isEmpty()) {
          throw new BusyException(row.claimExpiresAt(unfinished.get(0)).orElseThrow());
        }
      }
      RowUpdate update = RowUpdate.ofSummary(key).whenUnchanged(row, DECISIVE);
      if (row.isImage()) {
        Tombstone.write(update, row, clock.instant());
      }
      claimable.forEach(work -> update.claim(work, lease));
      if (table.update(update)) {
        clear(key, claimable, lease);
        return true;
      }
    }
    throw new IllegalStateException("The summary row kept changing while it was to be deleted.");
  }

  private boolean isClaimed(SummaryRow row, Work work) {
    return row.claimExpiresAt(work).filter(clock.instant()::isBefore).isPresent();
  }

  private static List<Work> unfinished(SummaryRow row) {
    return row.isDeleted()
        ? TO_CLEAR.stream().filter(work -> row.claimExpiresAt(work).isPresent()).toList()
        : List.of();
  }

  private void clear(String key, List<Work> claimed, Lease lease) {
    try {
      for (Work work : claimed) {
        if (work == Work.CLASSIFICATION) {
          results.delete(DerivedKey.ANSWER, key);
          table.replaceLabels(key, List.of());
        } else {
          results.delete(DerivedKey.THUMBNAIL, key);
        }
        table.update(RowUpdate.ofSummary(key).whenClaimed(work, lease).release(work));
      }
    } catch (RuntimeException e) {
      endClaims(key, claimed, lease, e);
      throw e;
    }
  }

  /** Ends the claims without giving them up, so that the next call completes this one at once. */
  private void endClaims(String key, List<Work> claimed, Lease lease, RuntimeException cause) {
    Lease ended = new Lease(lease.owner(), clock.instant());
    try {
      claimed.forEach(
          work ->
              table.update(RowUpdate.ofSummary(key).whenClaimed(work, lease).claim(work, ended)));
    } catch (RuntimeException e) {
      // They then end by themselves, and the cause is what matters.
      cause.addSuppressed(e);
    }
  }
}
