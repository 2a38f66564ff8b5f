package dev.twinlens.local.eventbridge;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A schedule expression: {@code rate(1 minute)}, {@code rate(15 minutes)}.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-scheduled-rule-pattern.html">Schedule
 *     expressions</a>
 */
final class RateExpression {
  private static final Pattern RATE =
      Pattern.compile("rate\\(([1-9][0-9]{0,5}) (minute|hour|day)(s?)\\)");

  private RateExpression() {}

  /**
   * The time between two firings.
   *
   * @throws IllegalArgumentException for any expression that EventBridge rejects or that is not
   *     implemented here
   */
  static Duration parse(String expression) {
    Matcher rate = RATE.matcher(expression);
    if (!rate.matches()) {
      throw new IllegalArgumentException(
          "\"%s\" is not implemented here; use rate(VALUE UNIT) with minutes, hours or days"
              .formatted(expression));
    }
    long value = Long.parseLong(rate.group(1));
    if ((value == 1) != rate.group(3).isEmpty()) {
      throw new IllegalArgumentException(
          "Parameter ScheduleExpression is not valid: \"%s\"; a unit is singular with 1 only"
              .formatted(expression));
    }
    return switch (rate.group(2)) {
      case "minute" -> Duration.ofMinutes(value);
      case "hour" -> Duration.ofHours(value);
      default -> Duration.ofDays(value);
    };
  }
}
