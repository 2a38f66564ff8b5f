package dev.twinlens.local.iam;

import java.util.Optional;

/** The smallest statement that would have allowed a call, and the policy that it belongs in. */
final class NeededStatement {
  private NeededStatement() {}

  /**
   * A caller of the account needs it in a policy of its own, a service in the resource's; empty for
   * a caller who did not sign, as nobody should let everyone in for one call.
   */
  static Optional<String> of(Request request, Optional<ResourcePolicy> resourcePolicy) {
    return request.principal() instanceof Principal.Aws
        ? Optional.of("{" + body(request) + "}")
        : resourcePolicy.flatMap(policy -> in(policy, request));
  }

  /** As the resource's policy needs it, whatever the caller's own policies say. */
  static Optional<String> in(ResourcePolicy policy, Request request) {
    return principal(request.principal())
        .map(
            principal ->
                "{\"Principal\": %s, %s} in %s"
                    .formatted(principal, body(request), PolicyName.ofResource(policy.resource())));
  }

  private static Optional<String> principal(Principal principal) {
    if (principal instanceof Principal.Aws caller) {
      return Optional.of("{\"AWS\": " + quoted(caller.arn()) + "}");
    }
    if (principal instanceof Principal.Service service) {
      return Optional.of("{\"Service\": " + quoted(service.host()) + "}");
    }
    return Optional.empty();
  }

  private static String body(Request request) {
    String body = "\"Effect\": \"Allow\", \"Action\": " + quoted(request.action());
    // A role's trust policy speaks of the role and cannot name a resource.
    return request.action().equals("sts:AssumeRole")
        ? body
        : body + ", \"Resource\": " + quoted(request.resource());
  }

  private static String quoted(String text) {
    return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
  }
}
