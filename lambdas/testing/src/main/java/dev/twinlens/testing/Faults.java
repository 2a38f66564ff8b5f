package dev.twinlens.testing;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiFunction;
import java.util.function.Predicate;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.core.SdkResponse;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;

/**
 * Sees every call of a client, and lets a service fail before or after it has done what it was
 * asked for.
 */
public final class Faults implements ExecutionInterceptor {
  private final List<String> calls = new CopyOnWriteArrayList<>();
  private volatile Predicate<SdkRequest> refused = request -> false;
  private volatile BiFunction<SdkRequest, SdkResponse, SdkResponse> changed =
      (request, response) -> response;
  private volatile Runnable beforeCall = () -> {};

  /** Calls that match fail before they reach the service. */
  public void refuse(Predicate<SdkRequest> calls) {
    refused = calls;
  }

  /** Calls of this request type fail before they reach the service. */
  public void refuse(Class<? extends SdkRequest> type) {
    refuse(type::isInstance);
  }

  /** The service works again. */
  public void heal() {
    refused = request -> false;
  }

  /** What happens while a call is under way. */
  public void beforeEachCall(Runnable action) {
    beforeCall = action;
  }

  /** What happens once, while an operation such as {@code DetectLabels} is called first. */
  public void before(String operation, Runnable action) {
    AtomicBoolean happened = new AtomicBoolean();
    beforeEachCall(
        () -> {
          if (calls.get(calls.size() - 1).equals(operation)
              && happened.compareAndSet(false, true)) {
            action.run();
          }
        });
  }

  /** The operations that were called, such as {@code DetectLabels}, in their order. */
  public List<String> calls() {
    return List.copyOf(calls);
  }

  /** The service's answers reach the function changed. */
  public void changeAnswers(BiFunction<SdkRequest, SdkResponse, SdkResponse> change) {
    changed = change;
  }

  @Override
  public SdkResponse modifyResponse(
      Context.ModifyResponse context, ExecutionAttributes attributes) {
    return changed.apply(context.request(), context.response());
  }

  @Override
  public void beforeExecution(Context.BeforeExecution context, ExecutionAttributes attributes) {
    calls.add(context.request().getClass().getSimpleName().replaceFirst("Request$", ""));
    beforeCall.run();
    if (refused.test(context.request())) {
      throw SdkClientException.create("The service is not there, says the test.");
    }
  }
}
