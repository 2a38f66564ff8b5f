package dev.twinlens.local.lambda;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** The result of an invocation. */
public final class InvocationResult {
  private final byte[] payload;
  private final Optional<String> functionError;
  private final String logTail;

  InvocationResult(byte[] payload, Optional<String> functionError, String logTail) {
    this.payload = payload;
    this.functionError = functionError;
    this.logTail = logTail;
  }

  /** The handler's response, or the error as JSON. */
  public byte[] payload() {
    return payload.clone();
  }

  public String payloadText() {
    return new String(payload, StandardCharsets.UTF_8);
  }

  /** {@code Unhandled} when the handler failed, the process ended or the timeout expired. */
  public Optional<String> functionError() {
    return functionError;
  }

  /**
   * The last 4 KB of the function's log since the invocation started. They may include lines of
   * simultaneous invocations in other environments.
   */
  public String logTail() {
    return logTail;
  }

  @Override
  public String toString() {
    return functionError.orElse("Succeeded") + ": " + payloadText();
  }
}
