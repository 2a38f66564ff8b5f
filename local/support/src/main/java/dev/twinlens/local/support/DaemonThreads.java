package dev.twinlens.local.support;

import java.util.concurrent.ThreadFactory;

/** Threads that do not keep the process alive. */
public final class DaemonThreads {
  private DaemonThreads() {}

  /**
   * Platform threads that are named {@code NAME-0}, {@code NAME-1}, …: for pollers and timers. A
   * server's requests run on virtual threads.
   */
  public static ThreadFactory named(String name) {
    return Thread.ofPlatform().daemon().name(name + "-", 0).factory();
  }
}
