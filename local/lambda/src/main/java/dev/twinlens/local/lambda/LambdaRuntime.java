package dev.twinlens.local.lambda;

import dev.twinlens.local.support.DaemonThreads;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;

/**
 * What the functions of a service share.
 *
 * @param timer for deadlines; its tasks are short
 * @param workers run what follows an invocation, each on a thread of its own
 */
record LambdaRuntime(
    EnvironmentLauncher launcher,
    RuntimeApi runtimeApi,
    LambdaOptions options,
    ScheduledExecutorService timer,
    ExecutorService workers)
    implements AutoCloseable {

  /**
   * Starts the runtime API.
   *
   * @param portableClient use the runtime interface client that needs no native library
   */
  static LambdaRuntime start(Path workDirectory, LambdaOptions options, boolean portableClient)
      throws IOException {
    Path scratch = workDirectory.resolve("environments");
    CodeArchive.delete(scratch);
    Files.createDirectories(scratch);
    Path runtime = Files.createDirectories(workDirectory.resolve("runtime"));
    EnvironmentLauncher launcher =
        new EnvironmentLauncher(RuntimeFiles.prepare(runtime, portableClient), scratch);
    RuntimeApi runtimeApi = new RuntimeApi();
    ScheduledThreadPoolExecutor timer =
        new ScheduledThreadPoolExecutor(1, DaemonThreads.named("lambda-timer"));
    timer.setRemoveOnCancelPolicy(true);
    return new LambdaRuntime(
        launcher, runtimeApi, options, timer, DaemonThreads.forEachTask("lambda-worker"));
  }

  @Override
  public void close() {
    timer.shutdownNow();
    workers.shutdown();
    runtimeApi.close();
  }
}
