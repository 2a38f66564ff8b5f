package dev.twinlens.audit;

import java.time.Duration;

/** A phase of an audit in one invocation. */
interface AuditPhase {
  /**
   * Does the next step and moves the audit's position behind it.
   *
   * @return whether there is another step
   * @throws RuntimeException when it failed; it can be repeated
   */
  boolean step();

  /** Makes what was done durable, up to the audit's position. */
  void save();

  /** How long the next step may take, at most. */
  default Duration longestStep() {
    return Duration.ofSeconds(60);
  }
}
