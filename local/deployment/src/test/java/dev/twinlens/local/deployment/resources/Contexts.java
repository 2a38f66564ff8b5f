package dev.twinlens.local.deployment.resources;

import java.nio.file.Path;

/** Deployments' contexts for tests. */
final class Contexts {
  private Contexts() {}

  static DeploymentContext in(Path folder) {
    return new DeploymentContext(
        new Arns("eu-central-1", "000000000000"),
        DeploymentState.open(folder, "dev"),
        new DomainNames(),
        folder,
        folder);
  }
}
