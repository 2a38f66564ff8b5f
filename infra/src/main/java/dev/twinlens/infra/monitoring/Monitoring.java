package dev.twinlens.infra.monitoring;

import com.pulumi.aws.cloudwatch.Dashboard;
import com.pulumi.aws.cloudwatch.DashboardArgs;
import com.pulumi.aws.cloudwatch.LogMetricFilter;
import com.pulumi.aws.cloudwatch.LogMetricFilterArgs;
import com.pulumi.aws.cloudwatch.MetricAlarm;
import com.pulumi.aws.cloudwatch.MetricAlarmArgs;
import com.pulumi.aws.cloudwatch.inputs.LogMetricFilterMetricTransformationArgs;
import com.pulumi.core.Output;
import com.pulumi.resources.ComponentResource;
import com.pulumi.resources.ComponentResourceOptions;
import com.pulumi.resources.CustomResourceOptions;
import dev.twinlens.infra.api.HttpApi;
import dev.twinlens.infra.functions.JavaFunction;
import dev.twinlens.infra.pipeline.QueueConsumer;
import dev.twinlens.infra.support.Deployment;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Shows how the stack does, and calls somebody when a person has to act. */
public final class Monitoring extends ComponentResource {
  /** Where each alarm's description sends its reader. */
  private static final String RUNBOOK = "docs/operations.md#";

  /** Time to deploy again before backups stop. */
  private static final int SIGNATURE_DAYS_LEFT = 30;

  /**
   * Longer than trying again explains: a message that fails becomes a dead letter after five times
   * its visibility timeout, an hour where that is longest, and has an alarm of its own then. What
   * is older waits because nobody takes messages, or because too few do: at a photo a second, five
   * functions work off 18,000 in that hour. Of the four days that SQS keeps a message, nearly all
   * are left to act.
   */
  private static final Duration LONGEST_WAIT = Duration.ofHours(1);

  private static final Duration FIVE_MINUTES = Duration.ofMinutes(5);

  private final String name;
  private final CustomResourceOptions child;
  private final List<Output<String>> actions;
  private final Output<String> dashboardUrl;

  /**
   * What a caller decides.
   *
   * @param stackId what the stack is called among others of the account; names the dashboard and
   *     the namespace of the stack's own metrics
   * @param api whose answers and functions are watched
   * @param consumers whose queues, dead letters and functions are watched
   * @param backup the one of them that logs for how long its signature is still valid
   * @param alarmEmail who gets the alarms
   * @param deployment where it runs
   */
  public record Args(
      String stackId,
      HttpApi api,
      List<QueueConsumer> consumers,
      QueueConsumer backup,
      Optional<String> alarmEmail,
      Deployment deployment) {
    List<JavaFunction> functions() {
      var functions = new ArrayList<>(consumers.stream().map(QueueConsumer::function).toList());
      functions.addAll(api.functions());
      return functions;
    }
  }

  /**
   * When a metric calls somebody.
   *
   * @param missingData what CloudWatch makes of a period without data, in its own words
   */
  private record Condition(
      String comparison,
      double threshold,
      Duration period,
      int periods,
      int breaching,
      String missingData) {
    /** Any at all. */
    static Condition any() {
      return new Condition("GreaterThanThreshold", 0, FIVE_MINUTES, 1, 1, "notBreaching");
    }

    /** Longer than this, in seconds. */
    static Condition longerThan(Duration duration) {
      return new Condition(
          "GreaterThanThreshold", duration.toSeconds(), FIVE_MINUTES, 1, 1, "notBreaching");
    }

    /** Once is a hiccup that a retry mends; twice in a quarter of an hour is not. */
    static Condition repeatedly() {
      return new Condition("GreaterThanThreshold", 0, FIVE_MINUTES, 3, 2, "notBreaching");
    }

    /** Too little, until a report says otherwise. */
    static Condition below(double threshold) {
      return new Condition("LessThanThreshold", threshold, Duration.ofHours(1), 1, 1, "ignore");
    }
  }

  public Monitoring(String name, Args args, ComponentResourceOptions options) {
    super("twinlens:infra:Monitoring", name, options);
    this.name = name;
    child = CustomResourceOptions.builder().parent(this).build();
    actions =
        args.alarmEmail().map(email -> alarmTopic(email, args)).map(List::of).orElse(List.of());
    var signatureDaysLeft = signatureDaysLeft(args);

    for (var consumer : args.consumers()) {
      var function = consumer.function().logicalName();
      alarm(
          function + "-dead-letters",
          function + " gave up on a message.",
          "dead-letters-" + function,
          deadLetters(consumer),
          Condition.any());
      alarm(
          function + "-waiting",
          "Messages have been waiting for %s for more than an hour.".formatted(function),
          "waiting-messages",
          ageOfOldest(consumer),
          Condition.longerThan(LONGEST_WAIT));
    }
    for (var function : args.functions()) {
      alarm(
          function.logicalName() + "-errors",
          function.logicalName() + " fails again and again.",
          "function-errors",
          Metric.of(function, "Errors", "Sum"),
          Condition.repeatedly());
      alarm(
          function.logicalName() + "-throttles",
          function.logicalName() + " is wanted more often than Lambda lets it run.",
          "function-throttles",
          Metric.of(function, "Throttles", "Sum"),
          Condition.repeatedly());
    }
    alarm(
        "api-server-errors",
        "The HTTP API answers with server errors again and again.",
        "api-server-errors",
        Metric.of(args.api(), "5xx", "Sum"),
        Condition.repeatedly());
    alarm(
        "backup-signature",
        "The signature that lets copies be written to Azure ends in less than %d days."
            .formatted(SIGNATURE_DAYS_LEFT),
        "backup-signature",
        signatureDaysLeft,
        Condition.below(SIGNATURE_DAYS_LEFT));

    var dashboard =
        new Dashboard(
            name,
            DashboardArgs.builder()
                // The one name that the provider does not make up.
                .dashboardName(args.stackId())
                .dashboardBody(dashboardBody(args, signatureDaysLeft))
                .build(),
            child);
    dashboardUrl =
        Output.tuple(args.deployment().region(), dashboard.dashboardName())
            .applyValue(
                known ->
                    "https://%s.console.aws.amazon.com/cloudwatch/home?region=%s#dashboards/dashboard/%s"
                        .formatted(known.t1, known.t1, known.t2));
    registerOutputs(Map.of("dashboardUrl", dashboardUrl));
  }

  private Output<String> alarmTopic(String email, Args args) {
    return new AlarmTopic(
            name + "-alarms",
            new AlarmTopic.Args(email, args.deployment().accountId()),
            ComponentResourceOptions.builder().parent(this).build())
        .topicArn();
  }

  /** The backup function logs a line with the number; CloudWatch makes a metric of it. */
  private Metric signatureDaysLeft(Args args) {
    var metric =
        new Metric("Twinlens/" + args.stackId(), "BackupSignatureDaysLeft", "Minimum", Map.of());
    new LogMetricFilter(
        name + "-backup-signature",
        LogMetricFilterArgs.builder()
            .logGroupName(args.backup().function().logGroup())
            .pattern("{ $.sasDaysLeft = * }")
            .metricTransformation(
                LogMetricFilterMetricTransformationArgs.builder()
                    .namespace(metric.namespace())
                    .name(metric.metricName())
                    .value("$.sasDaysLeft")
                    .build())
            .build(),
        child);
    return metric;
  }

  private static Metric deadLetters(QueueConsumer consumer) {
    return Metric.ofQueue(consumer.deadLetterQueueName(), "ApproximateNumberOfMessagesVisible");
  }

  /** In seconds. SQS leaves out what was received three times without success. */
  private static Metric ageOfOldest(QueueConsumer consumer) {
    return Metric.ofQueue(consumer.queueName(), "ApproximateAgeOfOldestMessage");
  }

  private void alarm(
      String suffix, String what, String anchor, Metric metric, Condition condition) {
    new MetricAlarm(
        name + "-" + suffix,
        MetricAlarmArgs.builder()
            .alarmDescription("%s What to do: %s%s".formatted(what, RUNBOOK, anchor))
            .namespace(metric.namespace())
            .metricName(metric.metricName())
            .dimensions(metric.dimensions())
            .statistic(metric.statistic())
            .period(Math.toIntExact(condition.period().toSeconds()))
            .evaluationPeriods(condition.periods())
            .datapointsToAlarm(condition.breaching())
            .comparisonOperator(condition.comparison())
            .threshold(condition.threshold())
            .treatMissingData(condition.missingData())
            .alarmActions(Output.all(actions))
            .okActions(Output.all(actions))
            .build(),
        child);
  }

  private static Output<String> dashboardBody(Args args, Metric signatureDaysLeft) {
    var api = args.api();
    var functions = args.functions();
    var consumers = args.consumers();
    return new DashboardBody()
        .graph(
            "API: requests",
            List.of(
                Metric.of(api, "Count", "Sum"),
                Metric.of(api, "4xx", "Sum"),
                Metric.of(api, "5xx", "Sum")))
        .graph(
            "API: latency (ms)",
            List.of(Metric.of(api, "Latency", "p50"), Metric.of(api, "Latency", "p99")))
        .graph("Functions: invocations", each(functions, "Invocations", "Sum"))
        .graph("Functions: duration (ms)", each(functions, "Duration", "p99"))
        .graph("Functions: errors", each(functions, "Errors", "Sum"))
        .graph("Functions: throttles", each(functions, "Throttles", "Sum"))
        .graph(
            "Queues: age of the oldest message (s)",
            consumers.stream().map(Monitoring::ageOfOldest).toList())
        .graph("Queues: dead letters", consumers.stream().map(Monitoring::deadLetters).toList())
        .graph("Backup: days left of the signature", List.of(signatureDaysLeft))
        .json(args.deployment().region());
  }

  private static List<Metric> each(
      List<JavaFunction> functions, String metricName, String statistic) {
    return functions.stream().map(function -> Metric.of(function, metricName, statistic)).toList();
  }

  /** Where a person looks at the dashboard. */
  public Output<String> dashboardUrl() {
    return dashboardUrl;
  }
}
