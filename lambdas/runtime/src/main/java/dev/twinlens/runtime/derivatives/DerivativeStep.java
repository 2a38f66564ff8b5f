package dev.twinlens.runtime.derivatives;

import java.time.Instant;

/** What the event of one object version asks for, given what is known of its derivative. */
sealed interface DerivativeStep {
  /** The derivative is to be made. */
  record Make() implements DerivativeStep {}

  /** That of this version, or of a newer one, is made. */
  record Done() implements DerivativeStep {}

  /** The version was deleted; nothing is left to do. */
  record Deleted() implements DerivativeStep {}

  /**
   * The version was deleted while somebody was at it who did not clear up; something may be left.
   */
  record ClearUp() implements DerivativeStep {}

  /** Somebody is at a version of this key. */
  record Wait(Instant until) implements DerivativeStep {}

  /**
   * Decides.
   *
   * @param done whether this version's derivative, or a newer one, is made
   * @param deleted whether the version is one that was deleted
   * @param claimedUntil when the present claim ends; {@link Instant#MIN} without one
   */
  static DerivativeStep of(boolean done, boolean deleted, Instant claimedUntil, Instant now) {
    if (done && !deleted) {
      return new Done();
    }
    if (now.isBefore(claimedUntil)) {
      return new Wait(claimedUntil);
    }
    if (!deleted) {
      return new Make();
    }
    return claimedUntil.equals(Instant.MIN) ? new Deleted() : new ClearUp();
  }
}
