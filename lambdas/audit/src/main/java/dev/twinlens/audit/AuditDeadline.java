package dev.twinlens.audit;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** When this invocation must have ended. */
record AuditDeadline(Instant end, Clock clock) {
  boolean leaves(Duration needed) {
    return !clock.instant().plus(needed).isAfter(end);
  }
}
