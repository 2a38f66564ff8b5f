package dev.twinlens.local.apigateway;

import java.util.concurrent.CompletableFuture;

/** Invokes functions for the gateway. */
@FunctionalInterface
public interface FunctionInvoker {

  /**
   * Invokes a function, if its policy allows API Gateway to.
   *
   * @param function the function's name or ARN
   * @param sourceArn the ARN of the request's route
   * @param event JSON
   * @return the result, also when the function fails or cannot be invoked
   */
  CompletableFuture<FunctionResult> invoke(String function, String sourceArn, byte[] event);
}
