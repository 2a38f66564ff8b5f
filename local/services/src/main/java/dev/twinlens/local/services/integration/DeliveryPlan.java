package dev.twinlens.local.services.integration;

import java.time.Duration;
import java.util.List;

/** How often, and how late, SQS delivers each message that a topic sends to a queue. */
@FunctionalInterface
public interface DeliveryPlan {
  /** Once and at once. */
  DeliveryPlan ONCE = () -> List.of(Duration.ZERO);

  /** The delays of the next message's deliveries, in whole seconds; at least one. */
  List<Duration> delays();
}
