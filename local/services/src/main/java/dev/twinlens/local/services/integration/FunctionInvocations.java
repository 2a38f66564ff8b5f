package dev.twinlens.local.services.integration;

import dev.twinlens.local.iam.ResourcePolicy;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** Invokes functions for callers whose permission has been checked. */
public interface FunctionInvocations {
  /** The function's resource-based policy; without statements when there is no such function. */
  ResourcePolicy policy(String functionArn);

  /** Invokes a function and waits for its response. */
  CompletionStage<Result> invoke(String functionArn, byte[] payload);

  /** The result of an invocation. */
  sealed interface Result {
    /**
     * The function ran.
     *
     * @param payload its response, or the error as JSON
     * @param functionError the kind of error; empty when it succeeded
     * @param logTail the end of its log
     */
    record Responded(String payload, Optional<String> functionError, String logTail)
        implements Result {}

    /**
     * The function did not run.
     *
     * @param status of the HTTP response
     * @param type the error's name in Lambda's API
     */
    record Rejected(int status, String type, String message) implements Result {}
  }
}
