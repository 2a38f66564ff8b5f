package dev.twinlens.domain.deletion;

import dev.twinlens.domain.catalog.Attributes;
import dev.twinlens.domain.catalog.ImageTable;
import dev.twinlens.domain.catalog.RowUpdate;
import dev.twinlens.domain.catalog.SummaryRow;
import dev.twinlens.domain.catalog.Tombstone;
import dev.twinlens.domain.claims.Claim;
import dev.twinlens.domain.claims.Claims;
import dev.twinlens.domain.claims.Lease;
import dev.twinlens.domain.claims.TaskType;
import dev.twinlens.domain.events.ObjectRemoved;
import dev.twinlens.domain.events.Sequencer;
import dev.twinlens.domain.storage.DerivedKey;
import dev.twinlens.domain.storage.ResultsBucket;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

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
public final class ImageDeletion {
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

  private final ResultsBucket results;
  private final ImageTable table;
  private final Claims claims;
  private final Clock clock;

  public ImageDeletion(ResultsBucket results, ImageTable table, Claims claims, Clock clock) {
    this.results = results;
    this.table = table;
    this.claims = claims;
    this.clock = clock;
  }

  /**
   * Deletes an image, or completes what a former call has begun.
   *
   * @param hide hides the original
   * @param deadline when Lambda ends this invocation
   */
  public DeletionResult delete(String key, Runnable hide, Instant deadline) {
    Lease lease = Lease.until(deadline);
    AtomicBoolean hidden = new AtomicBoolean();
    return claims.untilSettled(
        key,
        row -> {
          if (hidden.get() && row.isDeleted()) {
            // The event of the removal was faster: its worker does the rest.
            return Optional.of(new DeletionResult.Deleted());
          }
          return carryOut(
              DeletionStep.of(row, clock.instant()),
              row,
              lease,
              Optional.empty(),
              () -> {
                hide.run();
                hidden.set(true);
              });
        });
  }

  /**
   * Does for an image whose original is gone what {@link #delete} does after it has hidden one. A
   * version whose event comes later than that of its removal finds a tombstone. Of an image whose
   * every version was permanently deleted, the result is kept: its copy can be restored.
   *
   * @param removal the event after which the key shows no version
   * @param deadline when Lambda ends this invocation
   */
  public DeletionResult follow(ObjectRemoved removal, Instant deadline) {
    Lease lease = Lease.until(deadline);
    return claims.untilSettled(
        removal.key(),
        row -> {
          boolean hidden = row.wasHiddenBy(removal);
          if (!hidden && row.sequencer().isNewerThan(removal.sequencer())) {
            // Something was uploaded since.
            return Optional.of(new DeletionResult.NotFound());
          }
          DeletionStep step =
              row.isDeleted() && !hidden
                  ? DeletionStep.of(row, clock.instant())
                  : new DeletionStep.Delete(DeletionStep.free(row, clock.instant()));
          return carryOut(step, row, lease, Optional.of(removal), () -> {});
        });
  }

  /**
   * Does one step.
   *
   * @param removal of the event that reports the removal, if there is one
   * @param hide hides the original
   * @return empty when the row has changed since it was read
   */
  private Optional<DeletionResult> carryOut(
      DeletionStep step,
      SummaryRow row,
      Lease lease,
      Optional<ObjectRemoved> removal,
      Runnable hide) {
    return switch (step) {
      case DeletionStep.Nothing() -> Optional.of(new DeletionResult.NotFound());
      case DeletionStep.Wait(Instant until) -> Optional.of(new DeletionResult.Busy(until));
      case DeletionStep.Delete(List<TaskType> free) -> {
        hide.run();
        yield claims.claim(free, row, lease, tombstone(row, removal)).map(this::clear);
      }
      case DeletionStep.Complete(List<TaskType> lapsed) ->
          claims.claim(lapsed, row, lease, unchanged(row)).map(this::clear);
    };
  }

  /** A version that was destroyed before it had an image's row cannot have a copy either. */
  private RowUpdate tombstone(SummaryRow row, Optional<ObjectRemoved> removal) {
    Sequencer sequencer = removal.map(ObjectRemoved::sequencer).orElse(Sequencer.NONE);
    boolean destroyed =
        row.isImage()
            && removal.filter(event -> event.kind() == ObjectRemoved.Kind.DESTROYED).isPresent();
    return destroyed
        ? Tombstone.writeDestroyed(unchanged(row), row, sequencer, clock.instant())
        : Tombstone.write(unchanged(row), row, sequencer, clock.instant());
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
        if (!claim.row().isDestroyed()) {
          results.delete(DerivedKey.RESULT, claim.key());
        }
        table.replaceLabels(claim.key(), List.of());
      }
      case THUMBNAIL -> results.delete(DerivedKey.THUMBNAIL, claim.key());
    }
  }
}
