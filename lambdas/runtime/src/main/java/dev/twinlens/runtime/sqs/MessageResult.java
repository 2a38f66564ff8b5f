package dev.twinlens.runtime.sqs;

import java.time.Duration;

/** How one delivery of a message ends. */
sealed interface MessageResult {
  /** Everything that the message calls for is done; SQS deletes it. */
  record Settled() implements MessageResult {}

  /** The message must be delivered again. */
  record Retry(Duration after) implements MessageResult {}

  /**
   * No delivery can ever succeed.
   *
   * @param reason a sentence for a person
   */
  record Poison(String reason) implements MessageResult {}

  /**
   * How a message with two records ends. It is delivered again while one of them may still succeed,
   * as early as the more urgent one needs.
   */
  static MessageResult of(MessageResult one, MessageResult other) {
    return switch (one) {
      case Settled settled -> other;
      case Poison poison -> other instanceof Retry ? other : poison;
      case Retry retry ->
          other instanceof Retry second && second.after().compareTo(retry.after()) < 0
              ? second
              : retry;
    };
  }
}
