package dev.twinlens.local.lambda;

import dev.twinlens.local.iam.AccessControl;
import dev.twinlens.local.iam.Decision;
import dev.twinlens.local.iam.Principal;
import dev.twinlens.local.iam.Request;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Decides each time whether a role allows what Lambda does in its name around an invocation. */
final class ExecutionRights {
  private static final Logger LOG = LoggerFactory.getLogger(ExecutionRights.class);
  private static final Map<String, String> OVER_TLS = Map.of("aws:SecureTransport", "true");

  private final AccessControl access;
  private final ExecutionRole role;

  ExecutionRights(AccessControl access, ExecutionRole role) {
    this.access = access;
    this.role = role;
  }

  /** Why Lambda may not assume the role; empty when it may. */
  Optional<String> assumeRole() {
    return denial(
        access.decide(
            new Request(
                new Principal.Service("lambda.amazonaws.com"),
                "sts:AssumeRole",
                role.arn(),
                OVER_TLS),
            role.trust()));
  }

  /** Why the role may not decrypt the function's variables; empty when it may. */
  Optional<String> decryptEnvironment() {
    return role.environmentKey()
        .flatMap(key -> denial(access.decide(asRole("kms:Decrypt", key.resource()), key)));
  }

  /** Whether the role may create a log stream of that name. */
  boolean mayCreateLogStream(String name) {
    return mayLog("logs:CreateLogStream", name);
  }

  /** Whether the role may write to the log stream of that name. */
  boolean mayWriteLog(String name) {
    return mayLog("logs:PutLogEvents", name);
  }

  private boolean mayLog(String action, String streamName) {
    Optional<String> denial =
        denial(access.decide(asRole(action, role.logGroupArn() + ":log-stream:" + streamName)));
    denial.ifPresent(reason -> LOG.warn("denied: {} cannot write its log: {}", role.arn(), reason));
    return denial.isEmpty();
  }

  private Request asRole(String action, String resource) {
    return new Request(new Principal.Aws(role.arn()), action, resource, OVER_TLS);
  }

  private static Optional<String> denial(Decision decision) {
    return decision instanceof Decision.Denied denied
        ? Optional.of(denied.reason())
        : Optional.empty();
  }
}
