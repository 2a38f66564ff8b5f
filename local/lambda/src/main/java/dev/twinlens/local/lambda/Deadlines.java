package dev.twinlens.local.lambda;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/** At most one scheduled task for each execution environment. Guarded by its pool's lock. */
final class Deadlines {
  private final ScheduledExecutorService timer;
  private final Map<ExecutionEnvironment, ScheduledFuture<?>> tasks = new HashMap<>();

  Deadlines(ScheduledExecutorService timer) {
    this.timer = timer;
  }

  /** Replaces the environment's task. */
  void schedule(ExecutionEnvironment environment, Runnable task, Duration time) {
    cancel(environment);
    tasks.put(environment, timer.schedule(task, time.toMillis(), TimeUnit.MILLISECONDS));
  }

  void cancel(ExecutionEnvironment environment) {
    ScheduledFuture<?> task = tasks.remove(environment);
    if (task != null) {
      task.cancel(false);
    }
  }
}
