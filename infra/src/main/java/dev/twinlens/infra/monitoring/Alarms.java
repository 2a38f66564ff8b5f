package dev.twinlens.infra.monitoring;

import dev.twinlens.infra.api.HttpApi;
import dev.twinlens.infra.functions.JavaFunction;
import dev.twinlens.infra.pipeline.QueueConsumer;
import java.time.Duration;
import java.util.List;

/** This program's alarms, as data. */
final class Alarms {
  /**
   * A message that is older fails again and again, or no function takes it, or there are too many:
   * two functions take some 7,000 photos in an hour. What fails is retried without a person, so a
   * short fault needs nobody. SQS deletes a message after 14 days, so nearly all of them are left.
   */
  private static final Duration LONGEST_WAIT = Duration.ofHours(1);

  private static final Duration FIVE_MINUTES = Duration.ofMinutes(5);

  private Alarms() {}

  static List<Alarm> of(QueueConsumer consumer) {
    var spec = consumer.function().spec();
    return List.of(
        new Alarm(
            spec.name() + "-dead-letters",
            "The dead-letter queue of %s has a message that can never succeed."
                .formatted(spec.name()),
            spec.outage(),
            "dead-letters-" + spec.name(),
            Metric.deadLetters(consumer),
            Condition.greaterThan(0)),
        new Alarm(
            spec.name() + "-waiting",
            "The oldest message of %s has been waiting or failing for more than an hour."
                .formatted(spec.name()),
            spec.outage(),
            "waiting-messages",
            Metric.ageOfOldest(consumer),
            Condition.greaterThan((double) LONGEST_WAIT.toSeconds())));
  }

  static List<Alarm> of(JavaFunction function) {
    return of(function, FIVE_MINUTES);
  }

  /**
   * The alarms of a function.
   *
   * @param period the time in which it is invoked at least once, or five minutes
   */
  static List<Alarm> of(JavaFunction function, Duration period) {
    var spec = function.spec();
    var periods = "in two of the last three periods of %d minutes.".formatted(period.toMinutes());
    return List.of(
        new Alarm(
            spec.name() + "-errors",
            "%s failed %s".formatted(spec.name(), periods),
            spec.outage(),
            "function-errors",
            Metric.of(function, "Errors", "Sum"),
            Condition.repeatedly(period)),
        new Alarm(
            spec.name() + "-throttles",
            "Lambda throttled %s %s".formatted(spec.name(), periods),
            spec.outage(),
            "function-throttles",
            Metric.of(function, "Throttles", "Sum"),
            Condition.repeatedly(period)));
  }

  static Alarm of(HttpApi api) {
    return new Alarm(
        "api-server-errors",
        "The HTTP API returned server errors in two of the last three periods of 5 minutes.",
        "Some photos could not be uploaded, listed or viewed.",
        "api-server-errors",
        Metric.of(api, "5xx", "Sum"),
        Condition.repeatedly(FIVE_MINUTES));
  }
}
