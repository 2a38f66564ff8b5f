package dev.twinlens.local.lambda;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Optional;

/**
 * How an invocation ended, with Lambda's messages.
 *
 * @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/java-exceptions.html">Errors in Java
 *     functions</a>
 */
final class InvocationOutcome {
  /** Lambda's limit of a response. */
  static final int MAXIMUM_RESPONSE_BYTES = 6_291_556;

  private static final String UNHANDLED = "Unhandled";
  private static final JsonMapper JSON = new JsonMapper();

  private final byte[] payload;
  private final Optional<String> functionError;
  private final String reportSuffix;

  private InvocationOutcome(byte[] payload, Optional<String> functionError, String reportSuffix) {
    this.payload = payload;
    this.functionError = functionError;
    this.reportSuffix = reportSuffix;
  }

  static InvocationOutcome succeeded(byte[] payload) {
    return new InvocationOutcome(payload, Optional.empty(), "");
  }

  /** The error that the runtime interface client reported, as it reported it. */
  static InvocationOutcome failed(byte[] error) {
    return new InvocationOutcome(error, Optional.of(UNHANDLED), "");
  }

  static InvocationOutcome responseTooLarge() {
    return error(
        Optional.of("Function.ResponseSizeTooLarge"),
        "Response payload size exceeded maximum allowed payload size (%d bytes)."
            .formatted(MAXIMUM_RESPONSE_BYTES),
        "Status: error\tError Type: Function.ResponseSizeTooLarge");
  }

  static InvocationOutcome timedOut(String requestId, Duration timeout) {
    String message =
        "%s %s Task timed out after %s seconds"
            .formatted(
                Instant.now().truncatedTo(ChronoUnit.MILLIS),
                requestId,
                String.format(Locale.ROOT, "%.2f", timeout.toMillis() / 1000.0));
    return error(Optional.empty(), message, "Status: timeout");
  }

  /** The process ended before it responded. */
  static InvocationOutcome exited(String requestId, int exitStatus) {
    return error(
        Optional.of("Runtime.ExitError"),
        "RequestId: %s Error: Runtime exited %s".formatted(requestId, describe(exitStatus)),
        "Status: error\tError Type: Runtime.ExitError");
  }

  private static String describe(int exitStatus) {
    // The JDK reports a signal as 128 and its number.
    return switch (exitStatus) {
      case 0 -> "without providing a reason";
      case 128 + 9 -> "with error: signal: killed";
      case 128 + 6 -> "with error: signal: aborted";
      case 128 + 15 -> "with error: signal: terminated";
      default -> "with error: exit status " + exitStatus;
    };
  }

  private static InvocationOutcome error(
      Optional<String> type, String message, String reportSuffix) {
    ObjectNode error = JSON.createObjectNode();
    type.ifPresent(name -> error.put("errorType", name));
    error.put("errorMessage", message);
    return new InvocationOutcome(
        error.toString().getBytes(StandardCharsets.UTF_8), Optional.of(UNHANDLED), reportSuffix);
  }

  byte[] payload() {
    return payload;
  }

  Optional<String> functionError() {
    return functionError;
  }

  /** The outcome's fields of the REPORT line; empty when the handler returned or threw. */
  String reportSuffix() {
    return reportSuffix;
  }
}
