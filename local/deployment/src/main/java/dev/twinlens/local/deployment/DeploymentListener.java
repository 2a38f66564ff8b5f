package dev.twinlens.local.deployment;

import dev.twinlens.local.pulumi.EngineListener;

/** Gets a deployment's progress; called from several threads at once. */
public interface DeploymentListener extends EngineListener {
  /** The next part of the work starts. */
  void phase(String name);
}
