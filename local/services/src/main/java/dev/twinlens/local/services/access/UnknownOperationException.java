package dev.twinlens.local.services.access;

/** An operation without a known IAM action: no policy can allow it. */
public final class UnknownOperationException extends Exception {
  private static final long serialVersionUID = 1L;

  private final String service;
  private final String operation;

  /**
   * The operation.
   *
   * @param service IAM's prefix of the service, for example {@code s3}
   * @param operation the service's name for it
   */
  public UnknownOperationException(String service, String operation) {
    super(operation + " is not a known operation of " + service);
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
