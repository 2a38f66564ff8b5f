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
import dev.twinlens.infra.support.StackContext;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Shows how the stack works, and calls a person who must act. Creates a dashboard, an alarm for
 * each of {@link Alarms}, an {@link AlarmTopic} if there is an address, and a metric of the days
 * that the backup function's signature is still valid.
 */
public final class Monitoring extends ComponentResource {
  private final Output<String> dashboardUrl;

  /**
   * What a caller decides.
   *
   * @param api the API, which is watched with its functions
   * @param consumers the consumers, which are watched with their queues and functions
   * @param backup the consumer that logs how long its signature is still valid
   * @param alarmEmail who gets the alarms
   * @param stack the stack; its id names the dashboard and the namespace of its own metrics
   */
  public record Args(
      HttpApi api,
      List<QueueConsumer> consumers,
      QueueConsumer backup,
      Optional<String> alarmEmail,
      StackContext stack) {
    List<JavaFunction> functions() {
      return Stream.concat(
              consumers.stream().map(QueueConsumer::function), api.functions().stream())
          .toList();
    }
  }

  public Monitoring(String name, Args args, ComponentResourceOptions options) {
    super("twinlens:infra:Monitoring", name, options);
    var actions =
        args.alarmEmail()
            .map(email -> List.of(alarmTopic(name, email, args.stack())))
            .orElse(List.of());
    var signatureDaysLeft = signatureDaysLeft(name, args);
    Stream.of(
            args.consumers().stream().flatMap(consumer -> Alarms.of(consumer).stream()),
            args.functions().stream().flatMap(function -> Alarms.of(function).stream()),
            Stream.of(Alarms.of(args.api()), Alarms.backupSignature(signatureDaysLeft)))
        .flatMap(alarms -> alarms)
        .forEach(alarm -> alarm(name, alarm, actions));
    dashboardUrl = dashboardUrl(dashboard(name, args, signatureDaysLeft), args.stack());
    registerOutputs(Map.of("dashboardUrl", dashboardUrl));
  }

  private CustomResourceOptions child() {
    return CustomResourceOptions.builder().parent(this).build();
  }

  private Output<String> alarmTopic(String name, String email, StackContext stack) {
    return new AlarmTopic(
            name + "-alarms",
            new AlarmTopic.Args(email, stack.accountId()),
            ComponentResourceOptions.builder().parent(this).build())
        .topicArn();
  }

  /** The backup function logs the number; CloudWatch makes a metric of it. */
  private Metric signatureDaysLeft(String name, Args args) {
    var metric =
        new Metric("Twinlens/" + args.stack().id(), "BackupSignatureDaysLeft", "Minimum", Map.of());
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
        child());
    return metric;
  }

  private void alarm(String name, Alarm alarm, List<Output<String>> actions) {
    var metric = alarm.metric();
    var condition = alarm.condition();
    new MetricAlarm(
        name + "-" + alarm.name(),
        MetricAlarmArgs.builder()
            .alarmDescription(alarm.description())
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
        child());
  }

  private Dashboard dashboard(String name, Args args, Metric signatureDaysLeft) {
    return new Dashboard(
        name,
        DashboardArgs.builder()
            // The only physical name that the provider does not generate.
            .dashboardName(args.stack().id())
            .dashboardBody(dashboardBody(args, signatureDaysLeft))
            .build(),
        child());
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
            consumers.stream().map(Metric::ageOfOldest).toList())
        .graph("Queues: dead letters", consumers.stream().map(Metric::deadLetters).toList())
        .graph("Backup: days left of the signature", List.of(signatureDaysLeft))
        .json(args.stack().region());
  }

  private static List<Metric> each(
      List<JavaFunction> functions, String metricName, String statistic) {
    return functions.stream().map(function -> Metric.of(function, metricName, statistic)).toList();
  }

  private static Output<String> dashboardUrl(Dashboard dashboard, StackContext stack) {
    return Output.tuple(stack.region(), dashboard.dashboardName())
        .applyValue(
            known ->
                "https://%s.console.aws.amazon.com/cloudwatch/home?region=%s#dashboards/dashboard/%s"
                    .formatted(known.t1, known.t1, known.t2));
  }

  /** The dashboard's address in the console. */
  public Output<String> dashboardUrl() {
    return dashboardUrl;
  }
}
