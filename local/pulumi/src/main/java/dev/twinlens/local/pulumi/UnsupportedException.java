package dev.twinlens.local.pulumi;

/** The program asked for a resource type or a function that the laptop has no counterpart for. */
public final class UnsupportedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public UnsupportedException(String message) {
    super(message);
  }
}
