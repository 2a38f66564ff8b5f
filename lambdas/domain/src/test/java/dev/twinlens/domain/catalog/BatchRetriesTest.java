package dev.twinlens.domain.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.retries.api.BackoffStrategy;

final class BatchRetriesTest {
  private final List<Duration> pauses = new ArrayList<>();
  private final List<Map<String, Integer>> calls = new ArrayList<>();
  private final BatchRetries retries =
      new BatchRetries(
          BackoffStrategy.exponentialDelayWithoutJitter(
              Duration.ofMillis(50), Duration.ofSeconds(1)),
          pauses::add);

  @Test
  void callsOnceWhenEverythingIsDone() {
    retries.untilDone(Map.of("table", 5), left -> leave(left, 5));

    assertThat(calls).containsExactly(Map.of("table", 5));
    assertThat(pauses).isEmpty();
  }

  @Test
  void asksForTheRestAfterPausesThatGrow() {
    retries.untilDone(Map.of("table", 5), left -> leave(left, 2));

    assertThat(calls).containsExactly(Map.of("table", 5), Map.of("table", 3), Map.of("table", 1));
    assertThat(pauses).containsExactly(Duration.ofMillis(50), Duration.ofMillis(100));
  }

  @Test
  void givesUpAfterEightCalls() {
    assertThatThrownBy(() -> retries.untilDone(Map.of("table", 5), left -> leave(left, 0)))
        .isInstanceOf(ThrottledException.class)
        .hasMessageContaining("8 attempts");

    assertThat(calls).hasSize(8);
    assertThat(pauses.stream().map(Duration::toMillis))
        .containsExactly(50L, 100L, 200L, 400L, 800L, 1000L, 1000L);
  }

  @Test
  void waitsNoLongerWhenItIsInterrupted() {
    BatchRetries interrupted =
        new BatchRetries(
            BackoffStrategy.retryImmediately(),
            pause -> {
              throw new InterruptedException();
            });
    AtomicBoolean isInterrupted = new AtomicBoolean();

    assertThatThrownBy(
            () -> {
              try {
                interrupted.untilDone(Map.of("table", 5), left -> leave(left, 0));
              } finally {
                isInterrupted.set(Thread.interrupted());
              }
            })
        .isInstanceOf(IllegalStateException.class);
    assertThat(calls).hasSize(1);
    assertThat(isInterrupted).isTrue();
  }

  /** Does so much of what is left. */
  private Map<String, Integer> leave(Map<String, Integer> left, int done) {
    calls.add(left);
    int rest = left.get("table") - done;
    return rest <= 0 ? Map.of() : Map.of("table", rest);
  }
}
