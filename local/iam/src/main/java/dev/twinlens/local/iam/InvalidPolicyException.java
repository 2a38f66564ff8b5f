package dev.twinlens.local.iam;

import java.util.Objects;

/** A policy that AWS would not accept, or that this evaluator does not understand. */
public final class InvalidPolicyException extends IllegalArgumentException {
  InvalidPolicyException(String message) {
    super(message);
  }

  InvalidPolicyException(String message, Throwable cause) {
    super(message, cause);
  }

  @Override
  public String getMessage() {
    return Objects.requireNonNull(super.getMessage());
  }
}
