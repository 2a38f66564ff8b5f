package dev.twinlens.local.deployment.resources;

import dev.twinlens.local.iam.ResourcePolicy;
import dev.twinlens.local.lambda.InvocationRejectedException;
import dev.twinlens.local.lambda.InvocationResult;
import dev.twinlens.local.lambda.LambdaService;
import dev.twinlens.local.services.integration.FunctionInvocations;
import dev.twinlens.local.support.Completions;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

/** Invokes functions for the callers of Lambda's API. */
final class InvokableFunctions implements FunctionInvocations {
  private final LambdaService lambda;

  InvokableFunctions(LambdaService lambda) {
    this.lambda = lambda;
  }

  @Override
  public ResourcePolicy policy(String functionArn) {
    return lambda.resourcePolicy(functionArn);
  }

  @Override
  public CompletionStage<Result> invoke(String functionArn, byte[] payload) {
    return lambda
        .invoke(functionArn, payload)
        .thenApply(InvokableFunctions::responded)
        .exceptionally(InvokableFunctions::rejected);
  }

  private static Result responded(InvocationResult result) {
    return new Result.Responded(result.payloadText(), result.functionError(), result.logTail());
  }

  private static Result rejected(Throwable failure) {
    Throwable cause = Completions.cause(failure);
    if (!(cause instanceof InvocationRejectedException rejected)) {
      throw new CompletionException(cause);
    }
    String message = String.valueOf(rejected.getMessage());
    return switch (rejected.reason()) {
      case FUNCTION_NOT_FOUND -> new Result.Rejected(404, "ResourceNotFoundException", message);
      case ACCESS_DENIED -> new Result.Rejected(403, "AccessDeniedException", message);
      case KMS_ACCESS_DENIED -> new Result.Rejected(502, "KMSAccessDeniedException", message);
      case REQUEST_TOO_LARGE -> new Result.Rejected(413, "RequestTooLargeException", message);
      case SERVICE_UNAVAILABLE -> new Result.Rejected(500, "ServiceException", message);
    };
  }
}
