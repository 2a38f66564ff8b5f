package dev.twinlens.local.deployment;

/** What deploys the program. */
public enum DeploymentEngine {
  /** The one of this repository, at each start. */
  BUILT_IN,
  /** The Pulumi CLI that is installed: {@code pulumi up} at each start. */
  PULUMI,
  /** The Pulumi CLI, when a person runs it. */
  NONE
}
