package dev.twinlens.local.apigateway;

/** The result of an invocation for the gateway. */
public sealed interface FunctionResult {

  /** The function returned this JSON. */
  record Returned(String payload) implements FunctionResult {}

  /** The function failed with this error, as JSON. */
  record Failed(String error) implements FunctionResult {}

  /** The event is larger than Lambda accepts. */
  record EventTooLarge() implements FunctionResult {}

  /** The function was not invoked, for example for lack of a permission. */
  record NotInvoked(String reason) implements FunctionResult {}
}
