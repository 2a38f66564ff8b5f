package dev.twinlens.audit;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What is known of the audits.
 *
 * @param since when the function was invoked for the first time
 * @param running the audit that is not complete, if there is one
 * @param last the last complete one, if there is one
 */
record AuditState(Instant since, Optional<RunningAudit> running, Optional<CompletedAudit> last) {
  /** From the beginning of an audit to that of the next. */
  static final Duration INTERVAL = Duration.ofDays(1);

  /** The state before the first audit. */
  static AuditState first(Instant now) {
    return new AuditState(now, Optional.empty(), Optional.empty());
  }

  /**
   * Whether an audit is to begin. One that runs is completed first, however long it takes: audits
   * that began again each day would never come to an end.
   */
  boolean isDue(Instant now) {
    return running.isEmpty()
        && last.map(audit -> audit.audit().startedAt().plus(INTERVAL))
            .filter(now::isBefore)
            .isEmpty();
  }

  /**
   * A new audit, instead of the running one.
   *
   * @param limit how many bytes of copies it may read
   */
  RunningAudit begin(Instant now, long limit) {
    ReadingBudget budget =
        running
            .or(() -> last.map(CompletedAudit::audit))
            .map(audit -> audit.budget().next(limit, Duration.between(audit.startedAt(), now)))
            .orElseGet(() -> ReadingBudget.first(limit));
    return new RunningAudit(now, budget);
  }

  AuditState with(RunningAudit audit) {
    return new AuditState(since, Optional.of(audit), last);
  }

  /** The running audit is complete. */
  AuditState completed(RunningAudit audit, Instant now) {
    return new AuditState(since, Optional.empty(), Optional.of(new CompletedAudit(audit, now)));
  }
}
