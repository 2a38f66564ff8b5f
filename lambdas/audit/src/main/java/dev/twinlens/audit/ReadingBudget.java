package dev.twinlens.audit;

import java.time.Duration;

/**
 * How many bytes an audit may read. What an audit reads beyond the share of a day, the next ones do
 * without.
 *
 * @param limit bytes per day
 * @param debt what former audits have read of this one's share
 * @param spent what this audit has read
 */
record ReadingBudget(long limit, long debt, long spent) {
  private static final Duration DAY = Duration.ofDays(1);

  /** The budget of a first audit. */
  static ReadingBudget first(long limit) {
    return new ReadingBudget(limit, 0, 0);
  }

  /**
   * The budget of the audit that follows this one.
   *
   * @param limit bytes per day from now on
   * @param elapsed since the beginning of this one
   */
  ReadingBudget next(long limit, Duration elapsed) {
    double days = Math.min(1, (double) elapsed.toMillis() / DAY.toMillis());
    // A debt of several days is paid by as many.
    double earned =
        limit * Math.max(days, Math.floor((double) elapsed.toMillis() / DAY.toMillis()));
    return new ReadingBudget(limit, Math.max(0, debt + spent - (long) earned), 0);
  }

  long left() {
    return Math.max(0, limit - debt - spent);
  }

  /** Whether a copy may be read now. One that is larger than the whole budget is read alone. */
  boolean allows(long size) {
    return size <= left() || (size > limit && limit > 0 && debt == 0 && spent == 0);
  }

  ReadingBudget spend(long size) {
    return new ReadingBudget(limit, debt, spent + size);
  }
}
