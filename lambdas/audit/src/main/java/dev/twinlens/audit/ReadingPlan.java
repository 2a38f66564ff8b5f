package dev.twinlens.audit;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * The copies to read: those that were not read for the longest time, up to the first with which
 * they exceed the budget, and at most a fixed number, so that memory is bounded.
 */
final class ReadingPlan {
  /** About 6 MB, and as many as can be read within the invocations of some hours. */
  static final int MAX_COPIES = 20_000;

  private final long bytes;
  private final TreeSet<PlannedCopy> copies = new TreeSet<>(PlannedCopy.OLDEST_FIRST);
  private long total;
  private Optional<Instant> oldestLeft = Optional.empty();

  /**
   * An empty plan.
   *
   * @param bytes how many there are to read
   */
  ReadingPlan(long bytes) {
    this.bytes = bytes;
  }

  void offer(PlannedCopy copy) {
    if (copies.add(copy)) {
      total += copy.size();
    }
    while (!copies.isEmpty()
        && (copies.size() > MAX_COPIES || total - copies.last().size() >= bytes)) {
      PlannedCopy left = copies.pollLast();
      total -= left.size();
      oldestLeft = Optional.of(earlier(left.since()));
    }
  }

  private Instant earlier(Instant time) {
    return oldestLeft.filter(oldest -> oldest.isBefore(time)).orElse(time);
  }

  /** Since when that copy was not read which was not for the longest of those not in the plan. */
  Optional<Instant> oldestLeft() {
    return oldestLeft;
  }

  /** The oldest first. */
  List<PlannedCopy> copies() {
    return List.copyOf(copies);
  }
}
