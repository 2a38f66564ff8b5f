package dev.twinlens.local.services.access;

import java.util.Objects;

/** A call that its caller may not make; the message is the one that AWS's services send. */
public final class AccessDeniedException extends Exception {
  private static final long serialVersionUID = 1L;

  AccessDeniedException(String message) {
    super(message);
  }

  @Override
  public String getMessage() {
    return Objects.requireNonNull(super.getMessage());
  }
}
