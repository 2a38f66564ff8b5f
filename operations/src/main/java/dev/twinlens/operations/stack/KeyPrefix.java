package dev.twinlens.operations.stack;

import picocli.CommandLine.Parameters;

/** Which keys a command is about. */
public final class KeyPrefix {
  @Parameters(
      paramLabel = "PREFIX",
      arity = "0..1",
      defaultValue = "",
      description = "Only keys that begin with this text (default: all).")
  private String prefix = "";

  /** The text that they begin with; empty for all. */
  public String text() {
    return prefix;
  }
}
