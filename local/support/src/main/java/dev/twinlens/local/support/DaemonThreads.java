package dev.twinlens.local.support;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/**
 * Threads that do not keep the process alive. All are platform threads: a virtual thread that loads
 * a class keeps its carrier thread, and on two processors two of them can wait for ever for a lock
 * of a third, which no carrier is left for.
 */
public final class DaemonThreads {
  /** Also enough for hundreds of clients that send slowly. */
  private static final int MOST_REQUESTS = 1000;

  private DaemonThreads() {}

  /** Threads that are named {@code NAME-0}, {@code NAME-1}, …: for pollers and timers. */
  public static ThreadFactory named(String name) {
    return Thread.ofPlatform().daemon().name(name + "-", 0).factory();
  }

  /** A new thread for each task: for tasks that block, and may wait for each other. */
  public static ExecutorService forEachTask(String name) {
    return Executors.newThreadPerTaskExecutor(named(name));
  }

  /** The threads of a server, each for one request at a time. */
  public static QueuedThreadPool forRequests(String name) {
    QueuedThreadPool threads = new QueuedThreadPool(MOST_REQUESTS);
    threads.setName(name);
    threads.setDaemon(true);
    return threads;
  }
}
