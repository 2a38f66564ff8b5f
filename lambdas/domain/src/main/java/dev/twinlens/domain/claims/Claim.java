package dev.twinlens.domain.claims;

import dev.twinlens.domain.catalog.Attributes;
import dev.twinlens.domain.catalog.ImageTable;
import dev.twinlens.domain.catalog.RowUpdate;
import dev.twinlens.domain.catalog.SummaryRow;
import dev.twinlens.domain.catalog.UpdateResult;
import java.time.Instant;
import java.util.function.Consumer;

/**
 * The right to do one task for one key, held by one worker. The worker records everything through
 * the claim, which refuses when another worker has taken it over or the image was deleted.
 */
public final class Claim {
  private final ImageTable table;
  private final TaskType type;
  private final Lease lease;
  private final SummaryRow row;

  Claim(ImageTable table, TaskType type, Lease lease, SummaryRow row) {
    this.table = table;
    this.type = type;
    this.lease = lease;
    this.row = row;
  }

  public String key() {
    return row.key();
  }

  public TaskType type() {
    return type;
  }

  /** The row as it was right after it was claimed. */
  public SummaryRow row() {
    return row;
  }

  /**
   * Changes the row and keeps the claim.
   *
   * @throws ImageDeletedException when the image was deleted since the key was claimed
   * @throws ClaimLostException when another worker has taken the claim over
   */
  public void update(Consumer<RowUpdate> change) {
    record(change, held());
  }

  /**
   * Changes the row and releases the claim, for the task is done.
   *
   * @throws ImageDeletedException when the image was deleted since the key was claimed
   * @throws ClaimLostException when another worker has taken the claim over
   */
  public void finish(Consumer<RowUpdate> change) {
    record(change, type.release(held()));
  }

  /**
   * Releases the claim of a task that is not done, so that the next worker need not wait for the
   * end of the lease. The claim on an image that was deleted since stays, for the clear-up may be
   * incomplete.
   */
  public void release() {
    table.update(type.release(held()));
  }

  /** Releases the claim after a failure, which stays the failure that is reported. */
  public void releaseAfter(RuntimeException failure) {
    suppressing(failure, this::release);
  }

  /** Ends the lease after a failure without releasing the claim: the next worker clears up. */
  public void lapseAfter(RuntimeException failure, Instant now) {
    Lease ended = new Lease(lease.owner(), now);
    suppressing(failure, () -> table.update(type.claim(claimed(), ended)));
  }

  /** Releases the claim on a deleted image of which nothing is left. */
  void markCleared() {
    table.update(type.release(claimed().whenDeleted()));
  }

  private RowUpdate held() {
    return claimed().whenNotDeletedSince(row);
  }

  private RowUpdate claimed() {
    return type.whenClaimed(RowUpdate.ofSummary(row.key()), lease);
  }

  private void record(Consumer<RowUpdate> change, RowUpdate update) {
    change.accept(update);
    if (!row.isDeleted()) {
      // Something is stored, so the row no longer expires as a reservation does.
      update.remove(Attributes.EXPIRES_AT);
    }
    switch (table.update(update)) {
      case UpdateResult.Written(SummaryRow written) -> {}
      case UpdateResult.Refused(SummaryRow found) -> {
        if (found.isDeleted()
            && found.text(type.claimedBy()).filter(lease.owner()::equals).isPresent()) {
          throw new ImageDeletedException();
        }
        throw new ClaimLostException(lease.expiresAt());
      }
    }
  }

  private static void suppressing(RuntimeException failure, Runnable action) {
    try {
      action.run();
    } catch (RuntimeException e) {
      // The lease then ends by itself, and the first failure is what matters.
      failure.addSuppressed(e);
    }
  }
}
