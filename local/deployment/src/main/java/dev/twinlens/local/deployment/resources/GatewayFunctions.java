package dev.twinlens.local.deployment.resources;

import dev.twinlens.local.apigateway.FunctionInvoker;
import dev.twinlens.local.apigateway.FunctionResult;
import dev.twinlens.local.iam.Principal;
import dev.twinlens.local.lambda.InvocationRejectedException;
import dev.twinlens.local.lambda.InvocationResult;
import dev.twinlens.local.lambda.LambdaService;
import dev.twinlens.local.support.Completions;
import java.util.concurrent.CompletableFuture;

/** Invokes functions as API Gateway, which a function's policy must allow. */
final class GatewayFunctions implements FunctionInvoker {
  private static final Principal GATEWAY = new Principal.Service("apigateway.amazonaws.com");

  private final LambdaService lambda;

  GatewayFunctions(LambdaService lambda) {
    this.lambda = lambda;
  }

  @Override
  public CompletableFuture<FunctionResult> invoke(String function, String sourceArn, byte[] event) {
    return lambda
        .invokeAs(GATEWAY, sourceArn, function, event)
        .thenApply(GatewayFunctions::result)
        .exceptionally(GatewayFunctions::rejection);
  }

  private static FunctionResult result(InvocationResult result) {
    return result.functionError().isPresent()
        ? new FunctionResult.Failed(result.payloadText())
        : new FunctionResult.Returned(result.payloadText());
  }

  private static FunctionResult rejection(Throwable failure) {
    Throwable cause = Completions.cause(failure);
    return cause instanceof InvocationRejectedException rejected
            && rejected.reason() == InvocationRejectedException.Reason.REQUEST_TOO_LARGE
        ? new FunctionResult.EventTooLarge()
        : new FunctionResult.NotInvoked(String.valueOf(cause.getMessage()));
  }
}
