package dev.twinlens.deployer;

import java.io.IOException;

/** Writes the policy files. It has to be started in the repository's root. */
public final class PolicyWriter {
  private PolicyWriter() {}

  public static void main(String[] arguments) throws IOException {
    PolicyFiles.write(PolicyFiles.of(DeployableStack.all()));
  }
}
