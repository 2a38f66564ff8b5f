package dev.twinlens.local.pulumi;

/**
 * The deployment cannot continue. The message is one line for the person who started it: what
 * happened and, where there is a remedy, what to do.
 */
public final class DeploymentFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public DeploymentFailure(String message) {
    super(message);
  }

  public DeploymentFailure(String message, Throwable cause) {
    super(message, cause);
  }
}
