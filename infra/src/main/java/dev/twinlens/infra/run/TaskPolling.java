package dev.twinlens.infra.run;

import java.util.concurrent.locks.LockSupport;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.Logger;

/**
 * Lets Pulumi's SDK wait for the engine without a busy loop. Version 1.36.1 asks all its tasks
 * again and again whether they are done, without a pause, and each time describes all of them for
 * its log, also when nothing logs it: a third of the processor time of a preview. The description
 * goes to this logger, which pauses.
 */
public final class TaskPolling extends Logger {
  static final String SDK_LOGGER = "com.pulumi.deployment.internal.DeploymentImpl";

  private static final String POLL = "Remaining tasks";

  private static final long PAUSE_NANOSECONDS = 20_000_000;

  /** The log manager itself does not keep a logger. */
  private static final TaskPolling INSTANCE = new TaskPolling();

  private TaskPolling() {
    super(SDK_LOGGER, null);
  }

  /** Before the SDK asks for its logger. Later, it has no effect. */
  public static void calm() {
    LogManager.getLogManager().addLogger(INSTANCE);
  }

  @Override
  public void log(Level level, String message) {
    if (message.startsWith(POLL)) {
      LockSupport.parkNanos(PAUSE_NANOSECONDS);
    }
    super.log(level, message);
  }
}
