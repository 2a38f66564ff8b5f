package dev.twinlens.deployer;

import java.io.IOException;

/** Writes the policies anew; to be started in the repository's root. */
public final class Main {
  private Main() {}

  public static void main(String[] arguments) throws IOException {
    PolicyFiles.write(PolicyFiles.of(PolicyFiles.stacks()));
  }
}
