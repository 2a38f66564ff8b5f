package dev.twinlens.local.support;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class RestartsTest {
  private static final Restarts.Policy QUICK =
      new Restarts.Policy(Duration.ofMillis(1), Duration.ofMillis(10), Duration.ofMinutes(1));

  private final BlockingQueue<String> events = new LinkedBlockingQueue<>();
  private final ServerListener listener =
      new ServerListener() {
        @Override
        public void restarting(String message) {
          events.add(message);
        }

        @Override
        public void failed(String message) {
          events.add("failed: " + message);
        }
      };

  @Test
  void restartsUntilTheServerRuns() throws Exception {
    AtomicInteger attempts = new AtomicInteger();
    try (Restarts restarts = new Restarts("SQS", () -> failTwice(attempts), listener, QUICK)) {
      restarts.ended("no space left");

      assertThat(next())
          .isEqualTo("SQS ended unexpectedly (no space left); it is being restarted.");
      assertThat(next()).isEqualTo("SQS was restarted.");
      assertThat(attempts).hasValue(3);
    }
  }

  private static void failTwice(AtomicInteger attempts) throws IOException {
    if (attempts.incrementAndGet() < 3) {
      throw new IOException("still no space left");
    }
  }

  @Test
  void restartsEachTime() throws Exception {
    AtomicInteger attempts = new AtomicInteger();
    try (Restarts restarts = new Restarts("SQS", attempts::incrementAndGet, listener, QUICK)) {
      restarts.ended("status 137");
      next();
      assertThat(next()).isEqualTo("SQS was restarted.");
      restarts.ended("status 1");

      assertThat(next()).isEqualTo("SQS ended unexpectedly (status 1); it is being restarted.");
      assertThat(next()).isEqualTo("SQS was restarted.");
      assertThat(attempts).hasValue(2);
    }
  }

  @Test
  void reportsAServerThatCannotBeRestarted() throws Exception {
    Restarts.Policy brief =
        new Restarts.Policy(Duration.ofMillis(1), Duration.ofMillis(1), Duration.ofMillis(20));
    Restarts.Start failing =
        () -> {
          throw new IOException("the port is taken");
        };
    try (Restarts restarts = new Restarts("SQS", failing, listener, brief)) {
      restarts.ended("status 1");

      next();
      assertThat(next()).isEqualTo("failed: SQS cannot be restarted: the port is taken");
    }
  }

  @Test
  void restartsNothingOnceItIsClosed() throws Exception {
    Restarts restarts = new Restarts("SQS", () -> events.add("started"), listener, QUICK);
    restarts.close();

    restarts.ended("status 0");

    assertThat(events).isEmpty();
  }

  private String next() throws InterruptedException {
    return events.poll(20, TimeUnit.SECONDS);
  }
}
