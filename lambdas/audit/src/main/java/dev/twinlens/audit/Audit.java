package dev.twinlens.audit;

import dev.twinlens.domain.claims.Lease;
import dev.twinlens.runtime.logging.Log;

/** Carries on with an audit until it is complete or the invocation's time is over. */
final class Audit {
  /** So much is done again after an invocation that was killed. */
  private static final int STEPS_PER_CHECKPOINT = 50;

  private final AuditPhases phases;
  private final CheckpointTable checkpoints;

  Audit(AuditPhases phases, CheckpointTable checkpoints) {
    this.phases = phases;
    this.checkpoints = checkpoints;
  }

  /**
   * Carries on.
   *
   * @param state with a running audit
   * @return the state, which is saved, and released for the next invocation
   * @throws RuntimeException when a step failed; what was done before it is saved
   */
  AuditState run(
      AuditState state, RunningAudit audit, Lease lease, AuditDeadline deadline, Log log) {
    boolean complete;
    try {
      complete = untilDeadline(state, audit, lease, deadline, log);
    } catch (RuntimeException e) {
      abandonAfter(e, lease);
      throw e;
    }
    AuditState end =
        complete ? state.completed(audit, deadline.clock().instant()) : state.with(audit);
    checkpoints.release(end, lease);
    if (complete) {
      summarise(audit, log);
      phases.files(audit).delete(audit);
    }
    return end;
  }

  private static void summarise(RunningAudit audit, Log log) {
    Log line = log.with("startedAt", audit.startedAt().toString());
    for (Count count : Count.values()) {
      line = line.with(count.field(), audit.counted(count));
    }
    line.with("bytesRead", audit.budget().spent()).info("Audit complete");
  }

  /** Whether the audit is complete. */
  private boolean untilDeadline(
      AuditState state, RunningAudit audit, Lease lease, AuditDeadline deadline, Log log) {
    do {
      AuditPhase phase = phases.open(audit, log);
      boolean done = false;
      try {
        for (int steps = 1; !done && deadline.leaves(phase.longestStep()); steps++) {
          done = !phase.step();
          if (steps % STEPS_PER_CHECKPOINT == 0) {
            phase.save();
            checkpoints.save(state.with(audit), lease);
          }
        }
      } catch (RuntimeException e) {
        saveAfter(e, phase, state.with(audit), lease);
        throw e;
      }
      phase.save();
      if (!done) {
        return false;
      }
    } while (audit.advance());
    return true;
  }

  private void saveAfter(
      RuntimeException failure, AuditPhase phase, AuditState state, Lease lease) {
    try {
      phase.save();
      checkpoints.save(state, lease);
    } catch (RuntimeException e) {
      // The next invocation goes on from the checkpoint before.
      failure.addSuppressed(e);
    }
  }

  private void abandonAfter(RuntimeException failure, Lease lease) {
    try {
      checkpoints.abandon(lease);
    } catch (RuntimeException e) {
      // The next invocation goes on when the lease has ended.
      failure.addSuppressed(e);
    }
  }
}
