package dev.twinlens.operations;

import java.io.PrintStream;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;

/** Says on standard error, at most every two seconds, how far a command has come. */
public final class ProgressReport {
  private static final long INTERVAL_NANOS = 2_000_000_000L;

  private final PrintStream err;
  private final AtomicLong next = new AtomicLong(System.nanoTime() + INTERVAL_NANOS);

  public ProgressReport(PrintStream err) {
    this.err = err;
  }

  /**
   * Says it.
   *
   * @param what such as "versions compared"
   */
  public void at(long count, String what) {
    long now = System.nanoTime();
    long due = next.get();
    if (now - due >= 0 && next.compareAndSet(due, now + INTERVAL_NANOS)) {
      err.printf(Locale.ROOT, "%,d %s%n", count, what);
    }
  }
}
