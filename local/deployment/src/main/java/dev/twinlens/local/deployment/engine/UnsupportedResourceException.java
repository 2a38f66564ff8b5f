package dev.twinlens.local.deployment.engine;

/** The program asked for a resource type or a function that the laptop has no counterpart for. */
public final class UnsupportedResourceException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public UnsupportedResourceException(String message) {
    super(message);
  }
}
