package dev.twinlens.infra.monitoring;

import dev.twinlens.infra.support.StackContext;
import java.util.ArrayList;
import java.util.List;

/**
 * The alarms of the audit, as data. All of them are also raised by an audit that reports nothing.
 */
final class AuditAlarms {
  /** Enough time to deploy before copies can no longer be created or read. */
  private static final int SIGNATURE_DAYS_LEFT = 30;

  /** Enough time to notice that nobody has. */
  private static final int LAST_DAYS = 2;

  /** An audit starts each day. */
  private static final int MAX_HOURS_SINCE_AUDIT = 36;

  /** A disk that rots is found while the original can still be read. */
  private static final int MAX_DAYS_UNVERIFIED = 90;

  private final StackContext stack;

  private AuditAlarms(StackContext stack) {
    this.stack = stack;
  }

  /**
   * The alarms of a stack's audit.
   *
   * @param verifyMiBPerDay how much the audit reads of the copies in a day; 0 for nothing
   */
  static List<Alarm> of(StackContext stack, int verifyMiBPerDay) {
    var alarms = new AuditAlarms(stack);
    var all =
        new ArrayList<>(
            List.of(
                alarms.raised(
                    AuditMetric.MISSING,
                    "Photos have no copy in Azure.",
                    "The audit has queued them again; until the next audit finds their copies, a loss in"
                        + " AWS would be final.",
                    Condition.reportedGreaterThan(0)),
                alarms.raised(
                    AuditMetric.DIFFERENT,
                    "Copies in Azure are not identical to their photos.",
                    "The audit has queued the photos for another copy and kept the damaged ones.",
                    Condition.reportedGreaterThan(0)),
                alarms.raised(
                    AuditMetric.SINCE_AUDIT,
                    "No audit was completed for more than %d hours."
                        .formatted(MAX_HOURS_SINCE_AUDIT),
                    "A missing or damaged copy would not be noticed.",
                    Condition.reportedGreaterThan(MAX_HOURS_SINCE_AUDIT)),
                alarms.raised(
                    AuditMetric.AUDIT_SIGNATURE,
                    "The signature with which audit reads copies expires in less than %d days."
                        .formatted(SIGNATURE_DAYS_LEFT),
                    "After that, no copy is checked until pulumi up renews the signature.",
                    Condition.reportedLessThan(SIGNATURE_DAYS_LEFT)),
                alarms.raised(
                    AuditMetric.BACKUP_SIGNATURE,
                    "The signature with which backup writes to Azure expires in less than %d days."
                        .formatted(SIGNATURE_DAYS_LEFT),
                    "After that, new photos have no copy in Azure until pulumi up renews the signature.",
                    Condition.reportedLessThan(SIGNATURE_DAYS_LEFT)),
                alarms.lastDay(AuditMetric.AUDIT_SIGNATURE, "No copy is checked after that."),
                alarms.lastDay(
                    AuditMetric.BACKUP_SIGNATURE, "New photos have no copy in Azure after that.")));
    if (verifyMiBPerDay > 0) {
      all.add(
          alarms.raised(
              AuditMetric.OLDEST_VERIFICATION,
              "A copy in Azure has not been read for more than %d days."
                  .formatted(MAX_DAYS_UNVERIFIED),
              "Damage to its bytes would not be noticed; verifyMiBPerDay suffices for %d MiB of copies."
                  .formatted((long) verifyMiBPerDay * MAX_DAYS_UNVERIFIED),
              Condition.reportedGreaterThan(MAX_DAYS_UNVERIFIED)));
    }
    return List.copyOf(all);
  }

  /** A second alarm, as the first has been raised for weeks. */
  private Alarm lastDay(AuditMetric metric, String consequence) {
    return new Alarm(
        metric.resourceName() + "-last-day",
        "The signature expires in less than %d days, or has expired. Run pulumi up."
            .formatted(LAST_DAYS),
        consequence,
        "the-last-day",
        metric.in(stack),
        Condition.reportedLessThan(LAST_DAYS));
  }

  private Alarm raised(
      AuditMetric metric, String problem, String consequence, Condition condition) {
    return new Alarm(
        metric.resourceName(),
        problem,
        consequence,
        metric.resourceName(),
        metric.in(stack),
        condition);
  }
}
