package dev.twinlens.local.lambda;

/** An invocation that did not reach the function. */
public final class InvocationRejectedException extends RuntimeException {

  /** The reason, in the terms of Lambda's Invoke API. */
  public enum Reason {
    /** {@code ResourceNotFoundException}. */
    FUNCTION_NOT_FOUND,
    /**
     * {@code AccessDeniedException}: no permission of the function's policy allows the caller, or
     * Lambda may not assume the function's role.
     */
    ACCESS_DENIED,
    /** {@code KMSAccessDeniedException}: the role may not decrypt the function's variables. */
    KMS_ACCESS_DENIED,
    /** {@code RequestTooLargeException}. */
    REQUEST_TOO_LARGE,
    /** {@code ServiceException}: no process could be started, or the service has been closed. */
    SERVICE_UNAVAILABLE
  }

  private final Reason reason;

  InvocationRejectedException(Reason reason, String message) {
    super(message);
    this.reason = reason;
  }

  InvocationRejectedException(Reason reason, String message, Throwable cause) {
    super(message, cause);
    this.reason = reason;
  }

  public Reason reason() {
    return reason;
  }
}
