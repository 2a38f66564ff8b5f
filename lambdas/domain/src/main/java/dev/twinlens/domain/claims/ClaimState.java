package dev.twinlens.domain.claims;

import dev.twinlens.domain.catalog.SummaryRow;
import java.time.Instant;
import java.util.Optional;

/** What a summary row says of the claim on one type of task. */
public sealed interface ClaimState {
  /** No worker has claimed the task, or the last one has released it. */
  record Free() implements ClaimState {}

  /** A worker holds the claim. */
  record Held(Instant until) implements ClaimState {}

  /** The lease of a worker that never released its claim has ended. */
  record Lapsed() implements ClaimState {}

  /** When the claim ends that a worker holds now. */
  default Optional<Instant> heldUntil() {
    return switch (this) {
      case Held(Instant until) -> Optional.of(until);
      case Free() -> Optional.empty();
      case Lapsed() -> Optional.empty();
    };
  }

  /** The claim's state at this time. */
  static ClaimState of(SummaryRow row, TaskType type, Instant now) {
    return row.text(type.claimExpiresAt())
        .map(Instant::parse)
        .<ClaimState>map(until -> now.isBefore(until) ? new Held(until) : new Lapsed())
        .orElseGet(Free::new);
  }
}
