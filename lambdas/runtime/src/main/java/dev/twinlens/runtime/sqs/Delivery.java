package dev.twinlens.runtime.sqs;

import java.time.Duration;

/** How one delivery of a message ends. */
sealed interface Delivery {
  /** Everything that the message calls for is done; SQS deletes it. */
  record Settled() implements Delivery {}

  /** The message must be delivered again. */
  record Retry(Duration after) implements Delivery {}

  /**
   * No delivery can ever succeed.
   *
   * @param reason a sentence for a person
   */
  record Poison(String reason) implements Delivery {}

  /**
   * How a message with two records ends. It is delivered again while one of them may still succeed,
   * as early as the more urgent one needs.
   */
  static Delivery of(Delivery one, Delivery other) {
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
