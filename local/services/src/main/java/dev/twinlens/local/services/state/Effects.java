package dev.twinlens.local.services.state;

import java.util.List;

/** What follows a change once it is durable. */
public final class Effects {
  private Effects() {}

  /** Runs each of them, whatever happens in the others; then throws what the first threw. */
  public static void runAll(List<Runnable> effects) {
    RuntimeException failure = null;
    for (Runnable effect : effects) {
      try {
        effect.run();
      } catch (RuntimeException e) {
        if (failure == null) {
          failure = e;
        } else {
          failure.addSuppressed(e);
        }
      }
    }
    if (failure != null) {
      throw failure;
    }
  }
}
