package dev.twinlens.local.services.sns;

import dev.twinlens.local.services.integration.QueueSender;
import dev.twinlens.local.services.integration.QueueSender.SendResult;
import dev.twinlens.local.services.state.Effects;
import dev.twinlens.local.services.state.StateStore;
import dev.twinlens.local.services.state.StateTable;
import dev.twinlens.local.support.DaemonThreads;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.retries.api.BackoffStrategy;

/**
 * The messages that have not arrived yet. They are stored in the transaction that publishes them
 * and sent at once. What fails is retried until it arrives, also after a restart.
 */
final class Deliveries implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Deliveries.class);
  private static final BackoffStrategy BACKOFF =
      BackoffStrategy.exponentialDelayWithoutJitter(Duration.ofSeconds(1), Duration.ofMinutes(1));
  private static final Duration RETRY_INTERVAL = Duration.ofMillis(500);

  private final StateStore state;
  private final InstantSource clock;
  private final QueueSender queues;
  private final Mailbox mailbox;
  private final StateTable<Delivery> pending;
  private final Set<String> inFlight = ConcurrentHashMap.newKeySet();
  private final Map<String, Retry> retries = new ConcurrentHashMap<>();
  private final ScheduledExecutorService retrying =
      Executors.newSingleThreadScheduledExecutor(DaemonThreads.named("sns-retries"));

  /** When to send again what has failed that many times. */
  private record Retry(int failures, Instant notBefore) {}

  Deliveries(StateStore state, InstantSource clock, QueueSender queues, Mailbox mailbox) {
    this.state = state;
    this.clock = clock;
    this.queues = queues;
    this.mailbox = mailbox;
    this.pending = state.table("deliveries", Delivery.class);
  }

  /** Starts to send what an earlier process left, and to retry what fails. */
  void start() {
    ScheduledFuture<?> schedule =
        retrying.scheduleWithFixedDelay(
            this::retry, 0, RETRY_INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
    LOG.debug("retrying: {}", schedule);
  }

  /** Within a transaction; call {@link #deliver} once it is durable. */
  void add(Delivery delivery) {
    inFlight.add(delivery.id());
    pending.put(delivery.id(), delivery);
  }

  void deliver(List<Delivery> deliveries) {
    Effects.runAll(deliveries.stream().<Runnable>map(delivery -> () -> attempt(delivery)).toList());
  }

  private void retry() {
    try {
      Instant now = clock.instant();
      for (Delivery delivery : pending.values()) {
        Retry retry = retries.get(delivery.id());
        boolean due = retry == null || !retry.notBefore().isAfter(now);
        if (due && inFlight.add(delivery.id())) {
          retry(delivery);
        }
      }
    } catch (RuntimeException e) {
      // An exception that left this method would end the schedule.
      LOG.error("a pass of retries failed; the next one follows", e);
    }
  }

  /** An unexpected failure must not keep the others from being retried. */
  private void retry(Delivery delivery) {
    try {
      attempt(delivery);
    } catch (RuntimeException e) {
      LOG.error("a delivery failed unexpectedly", e);
      postpone(delivery, e.toString());
    }
  }

  private void attempt(Delivery delivery) {
    try {
      if (pending.get(delivery.id()).isEmpty()) {
        // It has arrived, or its subscription has ended, while others of the pass were sent.
        return;
      }
      switch (send(delivery)) {
        case SendResult.Sent sent -> remove(delivery);
        case SendResult.Denied denied -> {
          LOG.warn(
              "denied: {} may not deliver to {}: {}",
              delivery.topicArn(),
              delivery.endpoint(),
              denied.reason());
          remove(delivery);
        }
        case SendResult.Failed failed -> postpone(delivery, failed.reason());
      }
    } finally {
      inFlight.remove(delivery.id());
    }
  }

  private void remove(Delivery delivery) {
    state.write(() -> pending.remove(delivery.id()));
    retries.remove(delivery.id());
  }

  private SendResult send(Delivery delivery) {
    if (delivery.protocol().equals("sqs")) {
      return queues.send(
          delivery.endpoint(), delivery.topicArn(), delivery.body(), delivery.attributes());
    }
    try {
      mailbox.put(delivery);
      return new SendResult.Sent();
    } catch (IOException e) {
      return new SendResult.Failed("the email cannot be written: " + e);
    }
  }

  private void postpone(Delivery delivery, String reason) {
    Retry last = retries.getOrDefault(delivery.id(), new Retry(0, Instant.EPOCH));
    int failures = last.failures() + 1;
    // The strategy counts attempts, of which the first has no delay.
    Duration pause = BACKOFF.computeDelay(failures + 1);
    retries.put(delivery.id(), new Retry(failures, clock.instant().plus(pause)));
    LOG.warn(
        "delivery from {} to {} failed; retry in {} s: {}",
        delivery.topicArn(),
        delivery.endpoint(),
        pause.toSeconds(),
        reason);
  }

  /** Within a transaction: drops the deliveries to a subscription that has ended. */
  void forget(String subscriptionArn) {
    for (Delivery delivery : pending.values()) {
      if (delivery.subscriptionArn().equals(subscriptionArn)) {
        pending.remove(delivery.id());
        retries.remove(delivery.id());
        LOG.info(
            "delivery from {} to {} dropped: its subscription has ended",
            delivery.topicArn(),
            delivery.endpoint());
      }
    }
  }

  @Override
  public void close() {
    retrying.shutdown();
    try {
      if (!retrying.awaitTermination(5, TimeUnit.SECONDS)) {
        LOG.warn("a delivery is still in progress");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
