package dev.twinlens.infra.monitoring;

import java.time.Duration;

/**
 * When a metric raises an alarm.
 *
 * @param comparison CloudWatch's comparison operator
 * @param threshold what the metric is compared with
 * @param period how long one value of the metric covers
 * @param periods how many of the last periods are looked at
 * @param breaching how many of them must breach the threshold
 * @param missingData how CloudWatch treats a period without data
 */
record Condition(
    String comparison,
    double threshold,
    Duration period,
    int periods,
    int breaching,
    String missingData) {
  private static final String GREATER = "GreaterThanThreshold";
  private static final String NOT_BREACHING = "notBreaching";
  private static final Duration FIVE_MINUTES = Duration.ofMinutes(5);

  /** Several reports in a row are missing. */
  private static final Duration SILENCE = Duration.ofHours(1);

  static Condition greaterThan(double threshold) {
    return new Condition(GREATER, threshold, FIVE_MINUTES, 1, 1, NOT_BREACHING);
  }

  /** In two of three periods: a retry corrects a single failure. */
  static Condition repeatedly(Duration period) {
    return new Condition(GREATER, 0, period, 3, 2, NOT_BREACHING);
  }

  /** Also raised when nothing was reported for {@link #SILENCE}. */
  static Condition reportedGreaterThan(double threshold) {
    return reported(GREATER, threshold);
  }

  /** Also raised when nothing was reported for {@link #SILENCE}. */
  static Condition reportedLessThan(double threshold) {
    return reported("LessThanThreshold", threshold);
  }

  private static Condition reported(String comparison, double threshold) {
    return new Condition(comparison, threshold, SILENCE, 1, 1, "breaching");
  }
}
