package dev.twinlens.domain.claims;

import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

/**
 * How long a worker may hold a claim. It outlives the invocation that took it, so that no worker
 * can still be running when another takes its place.
 */
public record Lease(String owner, Instant expiresAt) {
  /** For clocks that differ between two hosts. */
  private static final Duration MARGIN = Duration.ofSeconds(5);

  /**
   * A new lease for a worker that ends at {@code deadline}.
   *
   * @param deadline when Lambda ends the invocation
   */
  public static Lease until(Instant deadline) {
    return new Lease(UUID.randomUUID().toString(), deadline.plus(MARGIN));
  }
}
