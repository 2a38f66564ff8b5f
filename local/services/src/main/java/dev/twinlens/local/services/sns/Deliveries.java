package dev.twinlens.local.services.sns;

import dev.twinlens.local.services.state.Effects;
import dev.twinlens.local.services.state.StateStore;
import dev.twinlens.local.services.state.Table;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
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

/**
 * The messages that have not arrived yet. They are kept in the same transaction as what they tell
 * of, tried at once, and tried again, less and less often, until they arrive, also after a restart.
 */
final class Deliveries implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Deliveries.class);
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);

  private final StateStore state;
  private final Clock clock;
  private final Queues queues;
  private final Mailbox mailbox;
  private final Table<Delivery> pending;
  private final Set<String> inFlight = ConcurrentHashMap.newKeySet();
  private final Map<String, Retry> retries = new ConcurrentHashMap<>();
  private final ScheduledExecutorService retrying =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "sns-retries");
            thread.setDaemon(true);
            return thread;
          });

  private record Retry(Instant notBefore, Duration pause) {}

  Deliveries(StateStore state, Clock clock, Queues queues, Mailbox mailbox) {
    this.state = state;
    this.clock = clock;
    this.queues = queues;
    this.mailbox = mailbox;
    this.pending = state.table("deliveries", Delivery.class);
  }

  /** Tries what an earlier process left, and from then on what fails. */
  void start() {
    ScheduledFuture<?> schedule =
        retrying.scheduleWithFixedDelay(
            this::retry, 0, FIRST_PAUSE.toMillis() / 2, TimeUnit.MILLISECONDS);
    LOG.debug("retrying: {}", schedule);
  }

  /** Within a transaction; whoever adds it calls {@link #deliver} once that is durable. */
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
      LOG.error("retrying deliveries failed; it goes on", e);
    }
  }

  /** One that cannot even be tried keeps no other from being tried. */
  private void retry(Delivery delivery) {
    try {
      attempt(delivery);
    } catch (RuntimeException e) {
      LOG.error("a delivery failed; it is tried again", e);
      postpone(delivery, e.toString());
    }
  }

  private void attempt(Delivery delivery) {
    try {
      if (pending.get(delivery.id()).isEmpty()) {
        // It has arrived, or was forgotten, while others of the same pass were tried.
        return;
      }
      Queues.Outcome outcome = send(delivery);
      if (outcome instanceof Queues.Outcome.Failed failed) {
        postpone(delivery, failed.reason());
        return;
      }
      if (outcome instanceof Queues.Outcome.Denied denied) {
        LOG.warn(
            "denied: {} may not deliver to {}: {}",
            delivery.topicArn(),
            delivery.endpoint(),
            denied.reason());
      }
      state.write(() -> pending.remove(delivery.id()));
      retries.remove(delivery.id());
    } finally {
      inFlight.remove(delivery.id());
    }
  }

  private Queues.Outcome send(Delivery delivery) {
    if (delivery.protocol().equals("sqs")) {
      return queues.send(
          delivery.endpoint(), delivery.topicArn(), delivery.body(), delivery.attributes());
    }
    try {
      mailbox.put(delivery);
      return new Queues.Outcome.Delivered();
    } catch (IOException e) {
      return new Queues.Outcome.Failed("the mail cannot be written: " + e);
    }
  }

  private void postpone(Delivery delivery, String reason) {
    Retry last = retries.get(delivery.id());
    Duration pause = last == null ? FIRST_PAUSE : last.pause().multipliedBy(2);
    if (pause.compareTo(LONGEST_PAUSE) > 0) {
      pause = LONGEST_PAUSE;
    }
    retries.put(delivery.id(), new Retry(clock.instant().plus(pause), pause));
    LOG.warn(
        "a message of {} did not arrive at {} and is tried again in {} s: {}",
        delivery.topicArn(),
        delivery.endpoint(),
        pause.toSeconds(),
        reason);
  }

  /** Within a transaction: forgets what is on its way to a subscription that is gone. */
  void forget(String subscriptionArn) {
    for (Delivery delivery : pending.values()) {
      if (delivery.subscriptionArn().equals(subscriptionArn)) {
        pending.remove(delivery.id());
        retries.remove(delivery.id());
        LOG.info(
            "a message of {} is dropped with the subscription of {}",
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
        LOG.warn("a delivery is still being tried");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
