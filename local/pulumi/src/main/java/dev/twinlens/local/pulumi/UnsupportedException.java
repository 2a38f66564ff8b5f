package dev.twinlens.local.pulumi;

/**
 * The program uses a resource type, a function or an input that the provider does not implement.
 * The message names it, and the resource.
 */
public final class UnsupportedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public UnsupportedException(String message) {
    super(message);
  }
}
