package dev.twinlens.operations.copies;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;

/**
 * Does tasks side by side and takes their results in the order of the tasks. Submitting waits while
 * too many are unfinished; closing waits for the last one.
 */
public final class Workers<R> implements AutoCloseable {
  private static final int THREADS = 16;
  private static final int WAITING = 256;

  private final ExecutorService executor = Executors.newFixedThreadPool(THREADS);
  private final Deque<Future<R>> results = new ArrayDeque<>();
  private final Consumer<R> consumer;

  /**
   * No tasks yet.
   *
   * @param consumer takes the results, in the thread that submits and closes
   */
  public Workers(Consumer<R> consumer) {
    this.consumer = consumer;
  }

  /**
   * Submits a task.
   *
   * @throws RuntimeException the first failure of a task; the others are not done
   */
  public void submit(Callable<R> task) {
    results.add(executor.submit(task));
    while (results.size() > WAITING || (!results.isEmpty() && results.peek().isDone())) {
      take();
    }
  }

  private void take() {
    try {
      consumer.accept(results.remove().get());
    } catch (ExecutionException e) {
      throw e.getCause() instanceof RuntimeException failure
          ? failure
          : new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted.", e);
    }
  }

  @Override
  public void close() {
    try {
      while (!results.isEmpty()) {
        take();
      }
    } finally {
      executor.shutdownNow();
    }
  }
}
