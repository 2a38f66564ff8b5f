package dev.twinlens.local.services.access;

/** An operation that no IAM action is known for, so that nobody can be allowed it. */
public final class UnknownOperationException extends Exception {
  private static final long serialVersionUID = 1L;

  private final String service;
  private final String operation;

  /**
   * The operation.
   *
   * @param service IAM's prefix of the service, for example {@code s3}
   * @param operation as the service calls it
   */
  public UnknownOperationException(String service, String operation) {
    super(operation + " is not known as an operation of " + service);
    this.service = service;
    this.operation = operation;
  }

  public String service() {
    return service;
  }

  public String operation() {
    return operation;
  }
}
