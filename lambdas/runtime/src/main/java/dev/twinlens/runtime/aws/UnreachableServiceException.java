package dev.twinlens.runtime.aws;

import software.amazon.awssdk.core.exception.SdkClientException;

/** A request has had no response; this says from which service. */
final class UnreachableServiceException extends SdkClientException {
  private final String service;

  UnreachableServiceException(String service, SdkClientException cause) {
    super(SdkClientException.builder().message(cause.getMessage()).cause(cause));
    this.service = service;
  }

  /** As the SDK calls it. */
  String service() {
    return service;
  }
}
