package dev.twinlens.domain.catalog;

import java.time.Duration;
import java.util.Map;
import java.util.function.UnaryOperator;
import software.amazon.awssdk.retries.api.BackoffStrategy;

/**
 * Calls a batch operation of DynamoDB until the whole batch is done. The SDK retries calls that
 * fail; a batch that DynamoDB has done in part does not fail, so the caller must ask for the rest.
 * A throttled table gets time to recover: pauses are random and grow, as for the SDK's own retries,
 * to at most a second; together they take less than two seconds on average, and never more than
 * four.
 */
public final class BatchRetries {
  private static final int ATTEMPTS = 8;
  private static final BackoffStrategy BACKOFF =
      BackoffStrategy.exponentialDelay(Duration.ofMillis(50), Duration.ofSeconds(1));

  private final BackoffStrategy backoff;
  private final Pauses pauses;

  /** What lets the time between two attempts pass. */
  interface Pauses {
    void pause(Duration duration) throws InterruptedException;
  }

  public BatchRetries() {
    this(BACKOFF, pause -> Thread.sleep(pause.toMillis()));
  }

  BatchRetries(BackoffStrategy backoff, Pauses pauses) {
    this.backoff = backoff;
    this.pauses = pauses;
  }

  /**
   * Calls until nothing is left.
   *
   * @param batch what the first call is for, by table
   * @param call makes one call and returns what DynamoDB has left undone, by table
   * @throws ThrottledException when something is left after eight calls
   */
  public <T> void untilDone(Map<String, T> batch, UnaryOperator<Map<String, T>> call) {
    Map<String, T> left = call.apply(batch);
    for (int attempt = 2; attempt <= ATTEMPTS && !left.isEmpty(); attempt++) {
      pause(backoff.computeDelay(attempt));
      left = call.apply(left);
    }
    if (!left.isEmpty()) {
      throw new ThrottledException(ATTEMPTS);
    }
  }

  private void pause(Duration duration) {
    try {
      pauses.pause(duration);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting for DynamoDB", e);
    }
  }
}
