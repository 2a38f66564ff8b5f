package dev.twinlens.local.services.state;

import java.util.List;

/** The effects of a change, which run once the change is durable. */
public final class Effects {
  private Effects() {}

  /** Runs all of them even if some throw, then throws the first failure. */
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
