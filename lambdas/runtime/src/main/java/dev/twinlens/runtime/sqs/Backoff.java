package dev.twinlens.runtime.sqs;

import java.time.Duration;

/**
 * After which time a message is delivered again: a tenth of its age. Whatever made it fail, it then
 * waits at most a tenth longer than the fault lasted, and within the fourteen days that SQS keeps
 * it, it is received fewer than 500 times. No chance is added: messages differ in their age.
 */
final class Backoff {
  static final Duration SHORTEST = Duration.ofSeconds(2);
  static final Duration LONGEST = Duration.ofHours(1);

  private static final int FRACTION = 10;

  private Backoff() {}

  /** After a failure. */
  static Duration afterFailure(Duration age) {
    Duration part = age.dividedBy(FRACTION);
    if (part.compareTo(SHORTEST) < 0) {
      return SHORTEST;
    }
    return part.compareTo(LONGEST) > 0 ? LONGEST : part;
  }

  /**
   * While another worker has the claim. It usually releases the claim long before its end.
   *
   * @param held how long the claim lasts at most
   */
  static Duration whileClaimed(Duration age, Duration held) {
    Duration usual = afterFailure(age);
    return held.compareTo(usual) < 0 ? held : usual;
  }
}
