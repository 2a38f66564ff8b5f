package dev.twinlens.local.services.sns;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.twinlens.local.services.integration.QueueSender;
import dev.twinlens.local.services.integration.QueueSender.SendResult;
import dev.twinlens.local.services.state.StateStore;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeliveriesTest {
  @TempDir private Path directory;

  @Test
  void aFailureDoesNotDelayOtherDeliveries() {
    Set<String> failing = ConcurrentHashMap.newKeySet();
    Set<String> arrived = ConcurrentHashMap.newKeySet();
    QueueSender queues =
        (queueArn, topicArn, body, attributes) -> {
          if (failing.contains(queueArn)) {
            throw new IllegalStateException("no space left on the device");
          }
          arrived.add(queueArn);
          return new SendResult.Sent();
        };
    List<Delivery> made = List.of(delivery("first"), delivery("second"), delivery("third"));
    failing.addAll(List.of("first", "second"));
    try (StateStore state = StateStore.open(directory.resolve("state.mv"));
        Deliveries deliveries =
            new Deliveries(state, Clock.systemUTC(), queues, new Mailbox(directory))) {
      state.write(() -> made.forEach(deliveries::add));

      assertThatThrownBy(() -> deliveries.deliver(made)).isInstanceOf(IllegalStateException.class);

      assertThat(arrived).containsExactly("third");
      failing.remove("second");
      deliveries.start();
      await().until(() -> arrived.contains("second"));
      failing.clear();
      await().until(() -> arrived.size() == 3);
    }
  }

  @Test
  void sendsAMessageOnceThatArrivesWhileOthersAreRetried() throws InterruptedException {
    CountDownLatch isRetried = new CountDownLatch(1);
    CountDownLatch gate = new CountDownLatch(1);
    Set<String> failing = ConcurrentHashMap.newKeySet();
    List<String> arrived = new CopyOnWriteArrayList<>();
    QueueSender queues =
        (queueArn, topicArn, body, attributes) -> {
          if (failing.remove(queueArn)) {
            return new SendResult.Failed("not yet");
          }
          if (queueArn.equals("first")) {
            isRetried.countDown();
            awaitOpen(gate);
          }
          arrived.add(queueArn);
          return new SendResult.Sent();
        };
    List<Delivery> late = List.of(delivery("first"), delivery("third"));
    List<Delivery> direct = List.of(delivery("second"));
    failing.addAll(List.of("first", "third"));
    try (StateStore state = StateStore.open(directory.resolve("state.mv"));
        Deliveries deliveries =
            new Deliveries(state, Clock.systemUTC(), queues, new Mailbox(directory))) {
      state.write(() -> late.forEach(deliveries::add));
      deliveries.deliver(late);
      state.write(() -> direct.forEach(deliveries::add));
      deliveries.start();
      assertThat(isRetried.await(30, SECONDS)).as("a retry within 30 s").isTrue();

      deliveries.deliver(direct);
      gate.countDown();

      await().until(() -> arrived.contains("third"));
      assertThat(arrived).containsExactly("second", "first", "third");
    }
  }

  private static void awaitOpen(CountDownLatch gate) {
    try {
      if (!gate.await(30, SECONDS)) {
        throw new IllegalStateException("the test did not open the gate within 30 s");
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Delivery delivery(String queue) {
    return new Delivery(
        queue, "topic", "subscription", "sqs", queue, "", "body", Map.of(), Instant.EPOCH);
  }
}
