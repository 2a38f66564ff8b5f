package dev.twinlens.domain.claims;

import dev.twinlens.domain.catalog.RowUpdate;
import dev.twinlens.domain.catalog.SummaryRow;

/** A task's work on one object version, ready to be done once the key is claimed. */
public interface Job extends AutoCloseable {
  /**
   * What changes on the row with the claim; nothing by default.
   *
   * @param row as it is
   */
  default void describe(RowUpdate claim, SummaryRow row) {}

  /**
   * Does the work and records it with {@link Claim#finish}; returns when that is durable.
   *
   * @throws ImageDeletedException when the image was deleted since the key was claimed
   * @throws ClaimLostException when another worker has taken the claim over
   * @throws RuntimeException when another attempt may succeed
   */
  void run(Claim claim);

  @Override
  default void close() {}
}
