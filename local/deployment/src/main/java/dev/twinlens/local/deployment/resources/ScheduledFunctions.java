package dev.twinlens.local.deployment.resources;

import dev.twinlens.local.eventbridge.RuleTarget;
import dev.twinlens.local.iam.Principal;
import dev.twinlens.local.lambda.InvocationResult;
import dev.twinlens.local.lambda.LambdaService;
import java.util.concurrent.CompletionStage;

/** Invokes functions as EventBridge, which a function's policy must allow. */
final class ScheduledFunctions implements RuleTarget {
  private static final Principal EVENT_BRIDGE = new Principal.Service("events.amazonaws.com");

  private final LambdaService lambda;

  ScheduledFunctions(LambdaService lambda) {
    this.lambda = lambda;
  }

  @Override
  public CompletionStage<?> send(String targetArn, String ruleArn, byte[] event) {
    return lambda
        .invokeAs(EVENT_BRIDGE, ruleArn, targetArn, event)
        .thenAccept(ScheduledFunctions::requireSuccess);
  }

  private static void requireSuccess(InvocationResult result) {
    if (result.functionError().isPresent()) {
      throw new IllegalStateException(result.toString());
    }
  }
}
