package dev.twinlens.deployer;

import java.util.List;

/** The stacks, for which the program runs once. */
final class Stacks {
  private static final List<DeployableStack> ALL = DeployableStack.all();

  private Stacks() {}

  static List<DeployableStack> all() {
    return ALL;
  }
}
