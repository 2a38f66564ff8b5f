package dev.twinlens.operations;

/**
 * Why a command cannot do what it was asked for. The message is a sentence for the operator: what
 * is wrong, then what to do.
 */
public final class OperationFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public OperationFailure(String message) {
    super(message);
  }

  public OperationFailure(String message, Throwable cause) {
    super(message, cause);
  }
}
