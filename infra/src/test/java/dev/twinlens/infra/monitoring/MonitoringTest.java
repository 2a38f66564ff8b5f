package dev.twinlens.infra.monitoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.twinlens.infra.Recordings;
import dev.twinlens.infra.graph.FakeClouds;
import dev.twinlens.infra.graph.PolicyStatement;
import dev.twinlens.infra.graph.RecordedResource;
import dev.twinlens.infra.graph.RecordedStack;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MonitoringTest {
  private static final String AUDIT_LOGS = "audit-logs-1a2b3c4";
  private static final String ALARM = "aws:cloudwatch/metricAlarm:MetricAlarm";
  private static final String TOPIC = FakeClouds.arn("sns", "monitoring-alarms-1a2b3c4");

  private static final List<String> AUDIT_ALARMS =
      List.of(
          "monitoring-audit-missing",
          "monitoring-audit-different",
          "monitoring-audit-unverified",
          "monitoring-audit-overdue",
          "monitoring-audit-signature",
          "monitoring-backup-signature",
          "monitoring-audit-signature-last-day",
          "monitoring-backup-signature-last-day");

  private static RecordedStack watched;
  private static RecordedStack unattended;

  @BeforeAll
  static void register() {
    watched = Recordings.withCloudFront(Map.of("twinlens:alarmEmail", "on-call@example.org"));
    unattended = Recordings.withCloudFront(Map.of());
  }

  @Test
  void watchesWhatAPersonMustActOn() {
    var expected = new ArrayList<String>();
    for (var consumer : List.of("classify", "backup", "thumbnail")) {
      expected.add("monitoring-" + consumer + "-dead-letters");
      expected.add("monitoring-" + consumer + "-waiting");
    }
    for (var function :
        List.of(
            "request-upload",
            "upload-image",
            "classify",
            "backup",
            "thumbnail",
            "audit",
            "query-images")) {
      expected.add("monitoring-" + function + "-errors");
      expected.add("monitoring-" + function + "-throttles");
    }
    expected.add("monitoring-api-server-errors");
    expected.addAll(AUDIT_ALARMS);
    assertThat(watched.resources(ALARM))
        .extracting(RecordedResource::name)
        .containsExactlyInAnyOrderElementsOf(expected);
  }

  private static Map<String, Object> alarm(String name) {
    var inputs = new TreeMap<>(watched.resource(ALARM, "monitoring-" + name).inputs());
    inputs.keySet().removeAll(Set.of("alarmActions", "okActions"));
    return inputs;
  }

  @Test
  void raisesAnAlarmForTheFirstDeadLetter() {
    assertThat(alarm("classify-dead-letters"))
        .isEqualTo(
            Map.ofEntries(
                Map.entry(
                    "alarmDescription",
                    "The dead-letter queue of classify has a message that can never succeed."
                        + " The affected photos are stored but have no labels."
                        + " Runbook: docs/operations.md#dead-letters-classify"),
                Map.entry("namespace", "AWS/SQS"),
                Map.entry("metricName", "ApproximateNumberOfMessagesVisible"),
                Map.entry("dimensions", Map.of("QueueName", "classify-dlq-1a2b3c4")),
                Map.entry("statistic", "Maximum"),
                Map.entry("period", 300.0),
                Map.entry("evaluationPeriods", 1.0),
                Map.entry("datapointsToAlarm", 1.0),
                Map.entry("comparisonOperator", "GreaterThanThreshold"),
                Map.entry("threshold", 0.0),
                Map.entry("treatMissingData", "notBreaching")));
  }

  @Test
  void raisesAnAlarmForMessagesThatWaitForAnHour() {
    assertThat(alarm("thumbnail-waiting"))
        .isEqualTo(
            Map.ofEntries(
                Map.entry(
                    "alarmDescription",
                    "The oldest message of thumbnail has been waiting or failing for more than an hour."
                        + " The affected photos are stored but have no thumbnail."
                        + " Runbook: docs/operations.md#waiting-messages"),
                Map.entry("namespace", "AWS/SQS"),
                Map.entry("metricName", "ApproximateAgeOfOldestMessage"),
                Map.entry("dimensions", Map.of("QueueName", "thumbnail-queue-1a2b3c4")),
                Map.entry("statistic", "Maximum"),
                Map.entry("period", 300.0),
                Map.entry("evaluationPeriods", 1.0),
                Map.entry("datapointsToAlarm", 1.0),
                Map.entry("comparisonOperator", "GreaterThanThreshold"),
                Map.entry("threshold", 3600.0),
                Map.entry("treatMissingData", "notBreaching")));
    for (var consumer : List.of("classify", "backup", "thumbnail")) {
      var queue = watched.resource("aws:sqs/queue:Queue", consumer + "-queue");
      assertThat((Double) alarm(consumer + "-waiting").get("threshold"))
          .as("longer than the retry after a function was ended takes")
          .isGreaterThanOrEqualTo(((Number) queue.input("visibilityTimeoutSeconds")).intValue())
          .as("leaves time to act")
          .isLessThan(((Number) queue.input("messageRetentionSeconds")).doubleValue() / 24);
    }
  }

  @Test
  void saysInEveryAlarmOfAFunctionWhatItMeansForPhotos() {
    assertThat(watched.resources(ALARM))
        .filteredOn(alarm -> alarm.name().startsWith("monitoring-query-images-"))
        .hasSize(2)
        .allSatisfy(
            alarm ->
                assertThat((String) alarm.input("alarmDescription"))
                    .contains(" Photos cannot be listed, searched or viewed. "));
  }

  @Test
  void raisesAnAlarmForAFunctionThatFailsRepeatedly() {
    assertThat(alarm("query-images-errors"))
        .containsEntry("namespace", "AWS/Lambda")
        .containsEntry("metricName", "Errors")
        .containsEntry("dimensions", Map.of("FunctionName", "query-images-1a2b3c4"))
        .containsEntry("statistic", "Sum")
        .containsEntry("evaluationPeriods", 3.0)
        .containsEntry("datapointsToAlarm", 2.0)
        .containsEntry("comparisonOperator", "GreaterThanThreshold")
        .containsEntry("threshold", 0.0);
  }

  @Test
  void raisesAnAlarmForServerErrorsOfTheApi() {
    assertThat(alarm("api-server-errors"))
        .containsEntry("namespace", "AWS/ApiGateway")
        .containsEntry("metricName", "5xx")
        .containsEntry("dimensions", Map.of("ApiId", "api-id"))
        .containsEntry("statistic", "Sum");
  }

  @Test
  void raisesAnAlarmAMonthBeforeTheSignatureExpires() {
    assertThat(
            watched
                .resource(
                    "aws:cloudwatch/logMetricFilter:LogMetricFilter", "monitoring-backup-signature")
                .inputs())
        .isEqualTo(
            Map.of(
                "logGroupName", "audit-logs-1a2b3c4",
                "pattern", "{ $.backupSignatureDaysLeft = * }",
                "metricTransformation",
                    Map.of(
                        "namespace", "Twinlens/twinlens-test",
                        "name", "BackupSignatureDaysLeft",
                        "value", "$.backupSignatureDaysLeft")));
    assertThat(alarm("backup-signature"))
        .containsEntry("namespace", "Twinlens/twinlens-test")
        .containsEntry("metricName", "BackupSignatureDaysLeft")
        .containsEntry("statistic", "Minimum")
        .containsEntry("comparisonOperator", "LessThanThreshold")
        .containsEntry("threshold", 30.0);
    assertThat(alarm("audit-signature"))
        .containsEntry("metricName", "AuditSignatureDaysLeft")
        .containsEntry("comparisonOperator", "LessThanThreshold")
        .containsEntry("threshold", 30.0);
  }

  /** The first alarm has been raised for a month by then. */
  @ParameterizedTest
  @CsvSource({
    "backup-signature-last-day, BackupSignatureDaysLeft",
    "audit-signature-last-day, AuditSignatureDaysLeft"
  })
  void raisesAnotherAlarmOnTheLastDay(String name, String metricName) {
    assertThat(alarm(name))
        .containsEntry("metricName", metricName)
        .containsEntry("statistic", "Minimum")
        .containsEntry("comparisonOperator", "LessThanThreshold")
        .containsEntry("threshold", 2.0)
        .containsEntry("treatMissingData", "breaching");
  }

  @ParameterizedTest
  @CsvSource({
    "audit-missing, CopiesMissing, 0.0",
    "audit-different, CopiesDifferent, 0.0",
    "audit-overdue, HoursSinceAudit, 36.0",
    "audit-unverified, OldestVerificationDays, 90.0"
  })
  void raisesAnAlarmForWhatTheAuditFinds(String name, String metricName, double threshold) {
    assertThat(alarm(name))
        .containsEntry("namespace", "Twinlens/twinlens-test")
        .containsEntry("metricName", metricName)
        .containsEntry("statistic", "Maximum")
        .containsEntry("comparisonOperator", "GreaterThanThreshold")
        .containsEntry("threshold", threshold);
  }

  @Test
  void raisesEveryAlarmOfTheAuditWhenItReportsNothing() {
    assertThat(watched.resources(ALARM))
        .filteredOn(alarm -> AUDIT_ALARMS.contains(alarm.name()))
        .hasSameSizeAs(AUDIT_ALARMS)
        .allSatisfy(
            alarm ->
                assertThat(alarm.inputs())
                    .containsEntry("period", 3600.0)
                    .containsEntry("evaluationPeriods", 1.0)
                    .containsEntry("treatMissingData", "breaching"));
  }

  @Test
  void makesEachMetricFromTheAuditsLog() {
    assertThat(watched.resources("aws:cloudwatch/logMetricFilter:LogMetricFilter"))
        .extracting(
            filter -> filter.input("logGroupName"),
            RecordedResource::name,
            filter -> filter.input("metricTransformation.value"))
        .containsExactlyInAnyOrder(
            tuple(AUDIT_LOGS, "monitoring-audit-missing", "$.missing"),
            tuple(AUDIT_LOGS, "monitoring-audit-different", "$.different"),
            tuple(AUDIT_LOGS, "monitoring-audit-unverified", "$.oldestVerificationDays"),
            tuple(AUDIT_LOGS, "monitoring-audit-overdue", "$.hoursSinceAudit"),
            tuple(AUDIT_LOGS, "monitoring-audit-signature", "$.auditSignatureDaysLeft"),
            tuple(AUDIT_LOGS, "monitoring-backup-signature", "$.backupSignatureDaysLeft"));
  }

  @Test
  void raisesNoAlarmForUnreadCopiesWhenNoneAreToBeRead() {
    assertThat(Recordings.withCloudFront(Map.of("twinlens:verifyMiBPerDay", "0")).resources(ALARM))
        .extracting(RecordedResource::name)
        .doesNotContain("monitoring-audit-unverified")
        .contains("monitoring-audit-missing");
  }

  /** Errors of a function that runs every quarter of an hour are never in two short periods. */
  @Test
  void looksAtTheAuditsErrorsOverItsOwnPeriods() {
    assertThat(alarm("audit-errors"))
        .containsEntry("period", 900.0)
        .containsEntry("evaluationPeriods", 3.0)
        .containsEntry("datapointsToAlarm", 2.0);
  }

  @Test
  void sendsEveryAlarmToTheMailbox() {
    assertThat(watched.resources(ALARM))
        .isNotEmpty()
        .allSatisfy(
            alarm -> {
              assertThat(alarm.input("alarmActions")).isEqualTo(List.of(TOPIC));
              assertThat(alarm.input("okActions")).isEqualTo(List.of(TOPIC));
            });
    assertThat(
            watched
                .resource("aws:sns/topicSubscription:TopicSubscription", "monitoring-alarms-email")
                .inputs())
        .isEqualTo(Map.of("topic", TOPIC, "protocol", "email", "endpoint", "on-call@example.org"));
  }

  @Test
  void allowsOnlyTheAccountsAlarmsToUseTheTopic() {
    assertThat(
            watched
                .resource("aws:sns/topicPolicy:TopicPolicy", "monitoring-alarms-policy")
                .policy("policy"))
        .containsExactlyInAnyOrder(
            new PolicyStatement(
                "AllowAlarms",
                "Allow",
                "{Service=cloudwatch.amazonaws.com}",
                Set.of("sns:Publish"),
                Set.of(TOPIC),
                Map.of("StringEquals", Map.of("aws:SourceAccount", FakeClouds.ACCOUNT))),
            PolicyStatement.tlsOnly("sns:Publish", TOPIC));
  }

  @Test
  void hasNoTopicWithoutAMailbox() {
    assertThat(unattended.childrenOf("monitoring"))
        .extracting(RecordedResource::name)
        .doesNotContain("monitoring-alarms");
    assertThat(unattended.resources(ALARM))
        .isNotEmpty()
        .allSatisfy(alarm -> assertThat(alarm.input("alarmActions")).isEqualTo(List.of()));
  }

  @Test
  void namesAnEntryOfTheRunbookInEveryAlarm() throws IOException {
    var chapters =
        Files.readAllLines(Path.of("docs/operations.md")).stream()
            .filter(line -> line.startsWith("#"))
            .map(MonitoringTest::anchor)
            .toList();
    var anchor = Pattern.compile(" Runbook: docs/operations\\.md#(\\S+)$");
    assertThat(watched.resources(ALARM))
        .isNotEmpty()
        .allSatisfy(
            alarm -> {
              var description = (String) alarm.input("alarmDescription");
              var found = anchor.matcher(description);
              assertThat(found.find()).as(description).isTrue();
              assertThat(chapters).contains(found.group(1));
            });
  }

  /** A heading's anchor at GitHub: lower case, hyphens for spaces, no punctuation. */
  private static String anchor(String heading) {
    return heading
        .replaceFirst("^#+ ", "")
        .toLowerCase(Locale.ROOT)
        .replaceAll("[^a-z0-9 -]", "")
        .replace(' ', '-');
  }

  @Test
  void drawsADashboard() {
    var dashboard = watched.resource("aws:cloudwatch/dashboard:Dashboard", "monitoring");
    assertThat(dashboard.input("dashboardName")).isEqualTo("twinlens-test-eu-west-1");
    var widgets = (List<?>) dashboard.json("dashboardBody").get("widgets");
    var titles = new ArrayList<Object>();
    var rows = new ArrayList<Object>();
    for (var widget : widgets) {
      var properties = (Map<?, ?>) ((Map<?, ?>) widget).get("properties");
      assertThat(properties.get("region")).isEqualTo(FakeClouds.REGION);
      titles.add(properties.get("title"));
      rows.addAll((List<?>) properties.get("metrics"));
    }
    assertThat(titles).doesNotHaveDuplicates().hasSize(12);
    assertThat(rows)
        .contains(
            List.of("AWS/ApiGateway", "5xx", "ApiId", "api-id", Map.of("stat", "Sum")),
            List.of(
                "AWS/Lambda",
                "Duration",
                "FunctionName",
                "classify-1a2b3c4",
                Map.of("stat", "p99")),
            List.of(
                "AWS/SQS",
                "ApproximateAgeOfOldestMessage",
                "QueueName",
                "backup-queue-1a2b3c4",
                Map.of("stat", "Maximum")),
            List.of("Twinlens/twinlens-test", "BackupSignatureDaysLeft", Map.of("stat", "Minimum")),
            List.of("Twinlens/twinlens-test", "CopiesMissing", Map.of("stat", "Maximum")));
  }

  @Test
  void laysOutNoWidgetOverAnother() {
    var widgets =
        (List<?>)
            watched
                .resource("aws:cloudwatch/dashboard:Dashboard", "monitoring")
                .json("dashboardBody")
                .get("widgets");
    assertThat(widgets)
        .extracting(widget -> List.of(((Map<?, ?>) widget).get("x"), ((Map<?, ?>) widget).get("y")))
        .doesNotHaveDuplicates();
  }
}
