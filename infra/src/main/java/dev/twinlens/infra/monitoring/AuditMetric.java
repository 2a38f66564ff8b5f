package dev.twinlens.infra.monitoring;

import com.pulumi.aws.cloudwatch.LogMetricFilterArgs;
import com.pulumi.aws.cloudwatch.inputs.LogMetricFilterMetricTransformationArgs;
import com.pulumi.core.Output;
import dev.twinlens.infra.support.StackContext;
import java.util.Map;

/** A number that the audit logs in each invocation, also when there is nothing to do. */
enum AuditMetric {
  /** Versions whose copy is gone or overdue, in the last complete audit. */
  MISSING("audit-missing", "missing", "CopiesMissing", "Maximum"),
  /** Versions whose copy is not identical, in the last complete audit. */
  DIFFERENT("audit-different", "different", "CopiesDifferent", "Maximum"),
  /** Days since the copy was read, or made, that has not been read for the longest time. */
  OLDEST_VERIFICATION(
      "audit-unverified", "oldestVerificationDays", "OldestVerificationDays", "Maximum"),
  /** Hours since the last complete audit. */
  SINCE_AUDIT("audit-overdue", "hoursSinceAudit", "HoursSinceAudit", "Maximum"),
  /** Days until the signature with which the audit reads copies expires. */
  AUDIT_SIGNATURE("audit-signature", "auditSignatureDaysLeft", "AuditSignatureDaysLeft", "Minimum"),
  /** Days until the signature with which backup creates copies expires. */
  BACKUP_SIGNATURE(
      "backup-signature", "backupSignatureDaysLeft", "BackupSignatureDaysLeft", "Minimum");

  private final String resourceName;
  private final String field;
  private final String metricName;
  private final String statistic;

  AuditMetric(String resourceName, String field, String metricName, String statistic) {
    this.resourceName = resourceName;
    this.field = field;
    this.metricName = metricName;
    this.statistic = statistic;
  }

  /** The name of its filter and of its alarm, within the stack. */
  String resourceName() {
    return resourceName;
  }

  Metric in(StackContext stack) {
    return new Metric("Twinlens/" + stack.id(), metricName, statistic, Map.of());
  }

  /** Lets CloudWatch make the metric from the audit's log. */
  LogMetricFilterArgs filter(Output<String> logGroup, StackContext stack) {
    return LogMetricFilterArgs.builder()
        .logGroupName(logGroup)
        .pattern("{ $.%s = * }".formatted(field))
        .metricTransformation(
            LogMetricFilterMetricTransformationArgs.builder()
                .namespace(in(stack).namespace())
                .name(metricName)
                .value("$." + field)
                .build())
        .build();
  }
}
