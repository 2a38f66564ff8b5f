package dev.twinlens.local.pulumi;

/**
 * The deployment cannot go on. The message is one line for the person who started it: what is wrong
 * and, where there is one, what to do.
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
