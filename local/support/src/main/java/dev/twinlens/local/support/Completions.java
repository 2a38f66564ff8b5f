package dev.twinlens.local.support;

import java.util.concurrent.CompletionException;

/** What a completed stage tells of a failure. */
public final class Completions {
  private Completions() {}

  /** The failure itself, also when a stage has wrapped it to pass it on. */
  public static Throwable cause(Throwable failure) {
    return failure instanceof CompletionException completed && completed.getCause() != null
        ? completed.getCause()
        : failure;
  }
}
