package dev.twinlens.local.lambda;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** What an invocation came to. */
public final class InvocationResult {
  private final byte[] payload;
  private final Optional<String> functionError;
  private final String logTail;

  InvocationResult(byte[] payload, Optional<String> functionError, String logTail) {
    this.payload = payload;
    this.functionError = functionError;
    this.logTail = logTail;
  }

  /** The handler's answer; the error as JSON when there was one. */
  public byte[] payload() {
    return payload.clone();
  }

  public String payloadText() {
    return new String(payload, StandardCharsets.UTF_8);
  }

  /** {@code Unhandled} when the handler failed, the process ended or the time was over. */
  public Optional<String> functionError() {
    return functionError;
  }

  /**
   * The last 4 KB of the function's log since the invocation began. Lines of invocations that ran
   * in other environments meanwhile may be among them.
   */
  public String logTail() {
    return logTail;
  }

  @Override
  public String toString() {
    return functionError.orElse("Succeeded") + ": " + payloadText();
  }
}
