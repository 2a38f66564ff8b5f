package dev.twinlens.domain.claims;

import java.time.Instant;

/** Another worker holds the claim by now; nothing that this worker does may be recorded. */
public final class ClaimLostException extends RuntimeException {
  private final Instant until;

  ClaimLostException(Instant until) {
    super("another worker took the claim over, which was held until " + until);
    this.until = until;
  }

  /** When this worker's own lease ends: a time at which to look again. */
  Instant until() {
    return until;
  }
}
