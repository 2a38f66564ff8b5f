package dev.twinlens.testing;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Predicate;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.core.SdkResponse;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;

/**
 * Sees every call of a client, and lets calls fail before or after the service has done what it was
 * asked to do.
 */
public final class Faults implements ExecutionInterceptor {
  private final List<SdkRequest> requests = new CopyOnWriteArrayList<>();
  private volatile Predicate<SdkRequest> refused = request -> false;
  private volatile BiFunction<SdkRequest, SdkResponse, SdkResponse> changed =
      (request, response) -> response;
  private volatile Consumer<SdkRequest> beforeCall = request -> {};

  /** Calls that match fail before they reach the service. */
  public void refuse(Predicate<SdkRequest> calls) {
    refused = calls;
  }

  /** Calls of this request type fail before they reach the service. */
  public void refuse(Class<? extends SdkRequest> type) {
    refuse(type::isInstance);
  }

  /**
   * Of the calls that match, only the n-th fails.
   *
   * @return whether there was one
   */
  public BooleanSupplier refuseNth(int n, Predicate<SdkRequest> calls) {
    AtomicInteger left = new AtomicInteger(n);
    refuse(request -> calls.test(request) && left.decrementAndGet() == 0);
    return () -> left.get() <= 0;
  }

  /** The service works again. */
  public void heal() {
    refused = request -> false;
  }

  /** What happens while a call is in progress. */
  public void beforeEachCall(Consumer<SdkRequest> action) {
    beforeCall = action;
  }

  /** What happens once, while the first call that matches is in progress. */
  public void before(Predicate<SdkRequest> calls, Runnable action) {
    AtomicBoolean happened = new AtomicBoolean();
    beforeEachCall(
        request -> {
          if (calls.test(request) && happened.compareAndSet(false, true)) {
            action.run();
          }
        });
  }

  /** What happens once, while an operation such as {@code DetectLabels} is called first. */
  public void before(String operation, Runnable action) {
    before(request -> operation(request).equals(operation), action);
  }

  /** The operations that were called, such as {@code DetectLabels}, in their order. */
  public List<String> calls() {
    return requests.stream().map(Faults::operation).toList();
  }

  /** The service's responses reach the function changed. */
  public void changeResponses(BiFunction<SdkRequest, SdkResponse, SdkResponse> change) {
    changed = change;
  }

  @Override
  public SdkResponse modifyResponse(
      Context.ModifyResponse context, ExecutionAttributes attributes) {
    return changed.apply(context.request(), context.response());
  }

  @Override
  public void beforeExecution(Context.BeforeExecution context, ExecutionAttributes attributes) {
    SdkRequest request = context.request();
    requests.add(request);
    beforeCall.accept(request);
    if (refused.test(request)) {
      throw SdkClientException.create("The test lets this call fail.");
    }
  }

  private static String operation(SdkRequest request) {
    return request.getClass().getSimpleName().replaceFirst("Request$", "");
  }
}
