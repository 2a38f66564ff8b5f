package dev.twinlens.audit;

import dev.twinlens.azure.SasToken;
import dev.twinlens.runtime.logging.Log;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What every invocation logs: the stack's metric filters read these fields, and alarms watch the
 * metrics. What an audit finds is that of the last complete one.
 */
record AuditFigures(Map<String, Object> fields) {
  private static final double SECONDS_OF_AN_HOUR = Duration.ofHours(1).toSeconds();

  AuditFigures {
    fields = Map.copyOf(fields);
  }

  static AuditFigures of(
      AuditState state,
      double auditSignatureDaysLeft,
      Instant backupSignatureExpires,
      Instant now) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("missing", counted(state, Count.MISSING));
    fields.put("different", counted(state, Count.DIFFERENT));
    fields.put("oldestVerificationDays", oldestVerificationDays(state, now));
    fields.put(
        "hoursSinceAudit",
        hours(
            Duration.between(
                state.last().map(CompletedAudit::endedAt).orElseGet(state::since), now)));
    fields.put("auditSignatureDaysLeft", auditSignatureDaysLeft);
    fields.put(
        "backupSignatureDaysLeft", SasToken.days(Duration.between(now, backupSignatureExpires)));
    return new AuditFigures(fields);
  }

  private static long counted(AuditState state, Count count) {
    return state.last().map(last -> last.audit().counted(count)).orElse(0L);
  }

  /** For how long the copy has not been read that has not been for the longest. */
  private static double oldestVerificationDays(AuditState state, Instant now) {
    return state
        .last()
        .flatMap(last -> last.audit().oldestUnread())
        .map(oldest -> SasToken.days(Duration.between(oldest, now)))
        .orElse(0.0);
  }

  private static double hours(Duration duration) {
    return Math.round(duration.toSeconds() / SECONDS_OF_AN_HOUR * 100) / 100.0;
  }

  void log(Log log) {
    Log line = log;
    for (Map.Entry<String, Object> field : fields.entrySet()) {
      line = line.with(field.getKey(), field.getValue());
    }
    line.info("Figures");
  }
}
