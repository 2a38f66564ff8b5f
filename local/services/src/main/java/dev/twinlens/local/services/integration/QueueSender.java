package dev.twinlens.local.services.integration;

import java.util.Map;

/** Sends messages of topics to queues. */
@FunctionalInterface
public interface QueueSender {
  /**
   * Sends on behalf of a topic, if the queue's policy allows the topic.
   *
   * @param topicArn the topic that the message comes from
   */
  SendResult send(
      String queueArn, String topicArn, String body, Map<String, MessageAttribute> attributes);

  /** The result of an attempt to send. */
  sealed interface SendResult {
    record Sent() implements SendResult {}

    /** The queue's policy does not allow it: a retry would not help. */
    record Denied(String reason) implements SendResult {}

    /** A retry may succeed. */
    record Failed(String reason) implements SendResult {}
  }
}
