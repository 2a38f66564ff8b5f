package dev.twinlens.infra.monitoring;

import com.pulumi.aws.cloudwatch.Dashboard;
import com.pulumi.aws.cloudwatch.DashboardArgs;
import com.pulumi.aws.cloudwatch.LogMetricFilter;
import com.pulumi.aws.cloudwatch.MetricAlarm;
import com.pulumi.aws.cloudwatch.MetricAlarmArgs;
import com.pulumi.core.Output;
import com.pulumi.resources.ComponentResource;
import com.pulumi.resources.ComponentResourceOptions;
import com.pulumi.resources.CustomResourceOptions;
import dev.twinlens.infra.api.HttpApi;
import dev.twinlens.infra.functions.JavaFunction;
import dev.twinlens.infra.pipeline.QueueConsumer;
import dev.twinlens.infra.pipeline.ScheduledFunction;
import dev.twinlens.infra.support.Partition;
import dev.twinlens.infra.support.StackContext;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Shows how the stack works, and calls a person who must act. Creates a dashboard, an alarm for
 * each of {@link Alarms} and {@link AuditAlarms}, an {@link AlarmTopic} if there is an address, and
 * each {@link AuditMetric}.
 */
public final class Monitoring extends ComponentResource {
  private final Output<String> dashboardUrl;

  /**
   * What a caller decides.
   *
   * @param api the API, which is watched with its functions
   * @param consumers the consumers, which are watched with their queues and functions
   * @param audit the audit, which logs the state of the copies
   * @param verifyMiBPerDay how much the audit reads of the copies in a day, in MiB
   * @param alarmEmail who gets the alarms
   * @param stack the stack; its id names the dashboard and the namespace of its own metrics
   */
  public record Args(
      HttpApi api,
      List<QueueConsumer> consumers,
      ScheduledFunction audit,
      int verifyMiBPerDay,
      Optional<String> alarmEmail,
      StackContext stack) {
    List<JavaFunction> functions() {
      return Stream.of(onDemand(), Stream.of(audit.function())).flatMap(all -> all).toList();
    }

    /** Those that photos and people invoke. */
    Stream<JavaFunction> onDemand() {
      return Stream.concat(
          consumers.stream().map(QueueConsumer::function), api.functions().stream());
    }
  }

  public Monitoring(String name, Args args, ComponentResourceOptions options) {
    super("twinlens:infra:Monitoring", name, options);
    var actions =
        args.alarmEmail()
            .map(email -> List.of(alarmTopic(name, email, args.stack())))
            .orElse(List.of());
    for (var metric : AuditMetric.values()) {
      new LogMetricFilter(
          name + "-" + metric.resourceName(),
          metric.filter(args.audit().function().logGroup(), args.stack()),
          child());
    }
    Stream.of(
            args.consumers().stream().flatMap(consumer -> Alarms.of(consumer).stream()),
            args.onDemand().flatMap(function -> Alarms.of(function).stream()),
            Stream.of(Alarms.of(args.api())),
            Alarms.of(args.audit().function(), args.audit().period()).stream(),
            AuditAlarms.of(args.stack(), args.verifyMiBPerDay()).stream())
        .flatMap(alarms -> alarms)
        .forEach(alarm -> alarm(name, alarm, actions));
    dashboardUrl = dashboardUrl(dashboard(name, args), args.stack());
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

  private Dashboard dashboard(String name, Args args) {
    return new Dashboard(
        name,
        DashboardArgs.builder()
            // Unique in the account: the provider generates no name, and would overwrite another's.
            .dashboardName(
                args.stack().region().applyValue(region -> args.stack().id() + "-" + region))
            .dashboardBody(dashboardBody(args))
            .build(),
        child());
  }

  private static Output<String> dashboardBody(Args args) {
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
        .graph(
            "Copies: missing or different", audit(args, AuditMetric.MISSING, AuditMetric.DIFFERENT))
        .graph(
            "Copies: longest time since one was read (days)",
            audit(args, AuditMetric.OLDEST_VERIFICATION))
        .graph("Audit: time since the last one (h)", audit(args, AuditMetric.SINCE_AUDIT))
        .graph(
            "Signatures: days left",
            audit(args, AuditMetric.BACKUP_SIGNATURE, AuditMetric.AUDIT_SIGNATURE))
        .json(args.stack().region());
  }

  private static List<Metric> each(
      List<JavaFunction> functions, String metricName, String statistic) {
    return functions.stream().map(function -> Metric.of(function, metricName, statistic)).toList();
  }

  private static List<Metric> audit(Args args, AuditMetric... metrics) {
    return Stream.of(metrics).map(metric -> metric.in(args.stack())).toList();
  }

  private static Output<String> dashboardUrl(Dashboard dashboard, StackContext stack) {
    return Output.tuple(stack.region(), dashboard.dashboardName())
        .applyValue(
            known ->
                "https://%s/cloudwatch/home?region=%s#dashboards/dashboard/%s"
                    .formatted(Partition.of(known.t1).consoleHost(known.t1), known.t1, known.t2));
  }

  /** The dashboard's address in the console. */
  public Output<String> dashboardUrl() {
    return dashboardUrl;
  }
}
