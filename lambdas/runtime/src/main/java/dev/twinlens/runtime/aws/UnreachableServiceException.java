package dev.twinlens.runtime.aws;

/**
 * Says from which service a request has had no response; it is suppressed by the SDK's exception.
 */
final class UnreachableServiceException extends Exception {
  private final String service;

  UnreachableServiceException(String service) {
    super(service + " did not respond");
    this.service = service;
  }

  /** As the SDK calls it. */
  String service() {
    return service;
  }
}
