package dev.twinlens.runtime.aws;

import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.core.interceptor.SdkExecutionAttribute;

/** Adds the service's name to the exception of a request that has had no response. */
final class ServiceNames implements ExecutionInterceptor {
  @Override
  public Throwable modifyException(
      Context.FailedExecution context, ExecutionAttributes attributes) {
    String service = attributes.getAttribute(SdkExecutionAttribute.SERVICE_NAME);
    if (service != null && context.exception() instanceof SdkClientException) {
      // The SDK allows no exception of another class.
      context.exception().addSuppressed(new UnreachableServiceException(service));
    }
    return context.exception();
  }
}
