package dev.twinlens.infra.run;

import java.util.concurrent.locks.LockSupport;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.Logger;

/**
 * The logger of the part of Pulumi's SDK that waits for the engine. It mends two habits of version
 * 1.36.1:
 *
 * <ul>
 *   <li>The SDK asks all its tasks again and again whether they are done, without a pause, and each
 *       time describes all of them for its log, also when nothing logs it: a third of the processor
 *       time of a preview. The description goes to this logger, which pauses.
 *   <li>The SDK reports an error to the engine, which shows it, and writes it to its log as well.
 *       On the console it would be there twice. This logger writes nothing.
 * </ul>
 */
public final class SdkLogger extends Logger {
  static final String NAME = "com.pulumi.deployment.internal.DeploymentImpl";

  private static final String POLL = "Remaining tasks";

  private static final long PAUSE_NANOSECONDS = 20_000_000;

  /** The log manager itself does not keep a logger. */
  private static final SdkLogger INSTANCE = new SdkLogger();

  private SdkLogger() {
    super(NAME, null);
    setUseParentHandlers(false);
  }

  /** Before the SDK asks for its logger. Later, it has no effect. */
  public static void install() {
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
