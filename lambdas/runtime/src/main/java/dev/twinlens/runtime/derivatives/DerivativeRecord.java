package dev.twinlens.runtime.derivatives;

import dev.twinlens.domain.catalog.Attributes;
import dev.twinlens.domain.catalog.ImageTable;
import dev.twinlens.domain.catalog.RowUpdate;
import dev.twinlens.domain.catalog.SummaryRow;
import dev.twinlens.domain.claims.BusyException;
import dev.twinlens.domain.claims.DeletedException;
import dev.twinlens.domain.claims.Lease;
import dev.twinlens.domain.claims.Work;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The state of a key's derivative on its summary row. The derivatives of one key are made one after
 * the other, under a claim of their own, for the later overwrites the earlier.
 */
final class DerivativeRecord {
  private final ImageTable table;
  private final Work work;

  /** What the decision to claim depends on; the claim fails when one of them changes in between. */
  private final List<String> decisive;

  /**
   * A record.
   *
   * @param attribute where the derivative stands on the row
   */
  DerivativeRecord(ImageTable table, Work work, String attribute) {
    this.table = table;
    this.work = work;
    this.decisive =
        List.of(attribute, Attributes.DELETED_AT, work.claimedBy(), work.claimExpiresAt());
  }

  SummaryRow read(String key) {
    return table.summary(key);
  }

  /** When the present claim ends; {@link Instant#MIN} without one. */
  Instant claimedUntil(SummaryRow row) {
    return row.claimExpiresAt(work).orElse(Instant.MIN);
  }

  /** Claims the key's derivative, unless the row has changed since it was read. */
  Optional<Lease> claim(SummaryRow row, Instant deadline) {
    Lease lease = Lease.until(deadline);
    RowUpdate update =
        RowUpdate.ofSummary(row.key()).whenUnchanged(row, decisive).claim(work, lease);
    return table.update(update) ? Optional.of(lease) : Optional.empty();
  }

  /**
   * Records the derivative and gives the claim up.
   *
   * @param row as it was when the derivative was begun
   * @throws DeletedException when the image was deleted meanwhile
   * @throws BusyException when another worker has taken the claim over
   */
  void made(RowUpdate update, SummaryRow row, Lease lease) {
    if (!row.isDeleted()) {
      // Something is stored, whatever became of its reservation.
      update.remove(Attributes.EXPIRES_AT);
    }
    table.updateClaimed(
        update.whenNotDeletedSince(row).whenClaimed(work, lease).release(work), work, lease);
  }

  /**
   * Gives the claim up, so that the next delivery need not wait for its end. That of an image which
   * was deleted since the row was read stays, for it says that something may be left to remove.
   */
  void abandon(SummaryRow row, Lease lease) {
    table.update(
        RowUpdate.ofSummary(row.key())
            .whenNotDeletedSince(row)
            .whenClaimed(work, lease)
            .release(work));
  }

  /** Nothing is left of the deleted image's derivative. */
  void cleared(String key, Lease lease) {
    table.update(RowUpdate.ofSummary(key).whenDeleted().whenClaimed(work, lease).release(work));
  }
}
