package dev.twinlens.startbuild;

import java.time.Duration;

/** Waits between two attempts. */
@FunctionalInterface
interface Pause {
  void take(Duration duration) throws InterruptedException;
}
