package dev.twinlens.deployer;

import java.util.List;

/** The stacks, for which the program runs once. */
final class Stacks {
  private static final List<StackGraph> ALL = PolicyFiles.stacks();

  private Stacks() {}

  static List<StackGraph> all() {
    return ALL;
  }
}
