package dev.twinlens.domain.claims;

import java.time.Instant;

/** The result of one object version's event. */
public sealed interface Outcome {
  /** The task is done for this version, and recorded. */
  record Done() implements Outcome {}

  /** There was nothing to do. */
  record Skipped(String reason) implements Outcome {}

  /** The image was deleted, and what had been made of it is removed. */
  record ClearedUp() implements Outcome {}

  /** Another worker holds the claim; the event must be delivered again, best after that time. */
  record Busy(Instant until) implements Outcome {}
}
