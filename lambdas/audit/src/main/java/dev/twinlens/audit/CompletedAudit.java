package dev.twinlens.audit;

import java.time.Instant;

/**
 * The last audit that has compared everything.
 *
 * @param audit as it was at its end
 */
record CompletedAudit(RunningAudit audit, Instant endedAt) {}
