package dev.twinlens.local.iam;

/** A policy that AWS would not accept, or that this evaluator does not understand. */
public final class InvalidPolicyException extends IllegalArgumentException {
  InvalidPolicyException(String message) {
    super(message);
  }

  InvalidPolicyException(String message, Throwable cause) {
    super(message, cause);
  }
}
