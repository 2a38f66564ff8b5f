package dev.twinlens.e2e;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** This machine's time, or an earlier one for as long as a test needs it. */
final class SettableClock implements InstantSource {
  private volatile Duration ago = Duration.ZERO;

  @Override
  public Instant instant() {
    return Instant.now().minus(ago);
  }

  /** Runs the work as if it were done this long ago. */
  void at(Duration earlier, Runnable work) {
    ago = earlier;
    try {
      work.run();
    } finally {
      ago = Duration.ZERO;
    }
  }
}
