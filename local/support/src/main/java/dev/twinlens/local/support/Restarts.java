package dev.twinlens.local.support;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Restarts a server each time it ended by itself, at once and then with growing delays, until it
 * runs or the time limit is over.
 */
public final class Restarts implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Restarts.class);
  private static final long CLOSE_SECONDS = 60;

  /** A start of the server. */
  @FunctionalInterface
  public interface Start {
    void run() throws Exception;
  }

  /**
   * When to try.
   *
   * @param firstDelay before the second attempt; each further delay is twice as long
   * @param longestDelay between two attempts
   * @param limit from the end of the server to the last attempt. A full disk needs a person.
   */
  public record Policy(Duration firstDelay, Duration longestDelay, Duration limit) {
    static final Policy DEFAULT =
        new Policy(Duration.ofMillis(250), Duration.ofSeconds(10), Duration.ofMinutes(10));
  }

  private final String server;
  private final Start start;
  private final ServerListener listener;
  private final Policy policy;
  private final ScheduledExecutorService attempts;
  private volatile boolean closed;

  // Used by the only thread of the attempts.
  private long outageStart;
  private long lastStart;
  private Duration delay = Duration.ZERO;

  /**
   * Restarts nothing yet.
   *
   * @param server its name, which begins a sentence
   */
  public Restarts(String server, Start start, ServerListener listener) {
    this(server, start, listener, Policy.DEFAULT);
  }

  Restarts(String server, Start start, ServerListener listener, Policy policy) {
    this.server = server;
    this.start = start;
    this.listener = listener;
    this.policy = policy;
    this.attempts =
        Executors.newSingleThreadScheduledExecutor(DaemonThreads.named("restart " + server));
    this.lastStart = System.nanoTime() - policy.limit().toNanos();
  }

  /** The server ended; does nothing once this object is closed. */
  public synchronized void ended(String reason) {
    if (!closed) {
      attempts.execute(() -> outage(reason));
    }
  }

  private void outage(String reason) {
    if (System.nanoTime() - lastStart > policy.longestDelay().toNanos()) {
      outageStart = System.nanoTime();
      delay = Duration.ZERO;
    }
    report("%s ended unexpectedly (%s); it is being restarted.".formatted(server, reason));
    scheduleAttempt();
  }

  private void attempt() {
    try {
      start.run();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return;
    } catch (Exception e) {
      failed(e);
      return;
    }
    lastStart = System.nanoTime();
    report("%s was restarted.".formatted(server));
  }

  private void failed(Exception problem) {
    LOG.warn("{} did not restart", server, problem);
    if (System.nanoTime() - outageStart >= policy.limit().toNanos()) {
      String message = "%s cannot be restarted: %s".formatted(server, problem.getMessage());
      LOG.error(message);
      listener.failed(message);
    } else {
      scheduleAttempt();
    }
  }

  private synchronized void scheduleAttempt() {
    if (!closed) {
      var unused = attempts.schedule(this::attempt, delay.toMillis(), TimeUnit.MILLISECONDS);
      Duration next = delay.isZero() ? policy.firstDelay() : delay.multipliedBy(2);
      delay = next.compareTo(policy.longestDelay()) < 0 ? next : policy.longestDelay();
    }
  }

  private void report(String message) {
    LOG.warn(message);
    listener.restarting(message);
  }

  /** Waits for an attempt in progress; there is none afterwards. */
  @Override
  public void close() {
    synchronized (this) {
      closed = true;
      attempts.shutdownNow();
    }
    try {
      if (!attempts.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)) {
        LOG.warn("the restart of {} did not end", server);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
