package dev.twinlens.local.deployment.cli;

import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

/**
 * Turns the end of the process (Ctrl-C, a termination signal) into an interruption of the main
 * thread, and delays the end until that thread has cleaned up.
 */
final class Interruption {
  private static final int CLEAN_UP_SECONDS = 30;

  private Interruption() {}

  /** Work that can be interrupted and cleans up after itself. */
  @FunctionalInterface
  interface Work {
    int run() throws InterruptedException;
  }

  /**
   * Runs the work in this thread.
   *
   * @return what it returns, or 130 (a shell's code for Ctrl-C) when it was interrupted
   */
  static int run(Work work) {
    Thread worker = Thread.currentThread();
    CountDownLatch done = new CountDownLatch(1);
    Thread hook =
        new Thread(
            () -> {
              worker.interrupt();
              awaitQuietly(done);
            },
            "shutdown");
    Runtime.getRuntime().addShutdownHook(hook);
    try {
      return work.run();
    } catch (InterruptedException e) {
      return 130;
    } finally {
      done.countDown();
    }
  }

  /**
   * Returns when the process is asked to end, with the thread's interruption cleared, or the event
   * happens.
   *
   * @return the event; empty when the process is asked to end
   */
  static <T> Optional<T> await(CompletionStage<T> event) {
    try {
      return Optional.of(event.toCompletableFuture().get());
    } catch (InterruptedException e) {
      return Optional.empty();
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    }
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      if (!latch.await(CLEAN_UP_SECONDS, TimeUnit.SECONDS)) {
        System.err.println("twinlens: not everything stopped in time");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
