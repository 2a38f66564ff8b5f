package dev.twinlens.local.services.sns;

import java.util.Map;

/** The queues that topics deliver to. */
public interface Queues {
  /**
   * Sends on behalf of a topic, if the queue's policy lets the topic.
   *
   * @param topicArn the topic that the message comes from
   */
  Outcome send(
      String queueArn, String topicArn, String body, Map<String, MessageAttribute> attributes);

  /** How a delivery went. */
  sealed interface Outcome {
    record Delivered() implements Outcome {}

    /** The queue's policy says no: trying again would not help. */
    record Denied(String reason) implements Outcome {}

    /** It may work later. */
    record Failed(String reason) implements Outcome {}
  }
}
