package dev.twinlens.local.services.access;

import dev.twinlens.local.iam.AccessControl;
import dev.twinlens.local.iam.Decision;
import dev.twinlens.local.iam.Principal;
import dev.twinlens.local.iam.Request;
import dev.twinlens.local.services.auth.Caller;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Checks that the caller of a request has every permission that it needs. */
public final class Authorizer {
  private static final Logger LOG = LoggerFactory.getLogger(Authorizer.class);

  private static final String SECURE_TRANSPORT = "aws:SecureTransport";
  private static final String PRINCIPAL_ARN = "aws:PrincipalArn";
  private static final String PRINCIPAL_ACCOUNT = "aws:PrincipalAccount";
  private static final String SOURCE_IP = "aws:SourceIp";
  private static final String CURRENT_TIME = "aws:CurrentTime";

  private final AccessControl access;
  private final InstantSource clock;

  public Authorizer(AccessControl access, InstantSource clock) {
    this.access = access;
    this.clock = clock;
    access.supplies(SECURE_TRANSPORT, PRINCIPAL_ARN, PRINCIPAL_ACCOUNT, SOURCE_IP, CURRENT_TIME);
  }

  /**
   * Passes when the caller has all of the permissions.
   *
   * @param secure the call came over TLS, or over the connector that represents TLS here
   * @param context the service's own condition keys, in addition to those of every call
   * @throws AccessDeniedException for the first missing permission
   */
  public void require(
      Caller caller, boolean secure, Map<String, String> context, List<RequiredPermission> needed)
      throws AccessDeniedException {
    for (RequiredPermission permission : needed) {
      Request request = request(caller, secure, context, permission);
      Decision decision =
          permission
              .policy()
              .map(policy -> access.decide(request, policy))
              .orElseGet(() -> access.decide(request));
      if (decision instanceof Decision.Denied denied) {
        throw denied(caller, permission.action(), permission.resource(), denied);
      }
    }
  }

  /** Whether the caller has a permission that its call does not need. Nothing is recorded. */
  public boolean permits(
      Caller caller, boolean secure, Map<String, String> context, RequiredPermission permission) {
    return access.permits(request(caller, secure, context, permission), permission.policy());
  }

  private Request request(
      Caller caller, boolean secure, Map<String, String> context, RequiredPermission permission) {
    Map<String, String> keys = new HashMap<>(context);
    keys.put(SECURE_TRANSPORT, String.valueOf(secure));
    keys.put(PRINCIPAL_ARN, caller.principalArn());
    keys.put(PRINCIPAL_ACCOUNT, caller.accountId());
    keys.put(SOURCE_IP, "127.0.0.1");
    keys.put(CURRENT_TIME, clock.instant().truncatedTo(ChronoUnit.SECONDS).toString());
    return new Request(principal(caller), permission.action(), permission.resource(), keys);
  }

  /** Records the denial of an operation that no permission is known for. */
  public AccessDeniedException denyUnknown(Caller caller, UnknownOperationException unknown) {
    return denied(
        caller,
        unknown.service() + ":" + unknown.operation(),
        "*",
        access.denyUnknown(principal(caller), unknown.service(), unknown.operation()));
  }

  private static Principal principal(Caller caller) {
    return new Principal.Aws(caller.principalArn());
  }

  private static AccessDeniedException denied(
      Caller caller, String action, String resource, Decision.Denied denied) {
    LOG.warn(
        "denied: {} may not {} on {}: {}",
        caller.principalArn(),
        action,
        resource,
        denied.reason());
    return new AccessDeniedException(
        "User: %s is not authorized to perform: %s on resource: %s %s"
            .formatted(
                caller.sessionArn(),
                action,
                resource,
                denied.explicit()
                    ? "with an explicit deny"
                    : "because no identity-based policy allows the " + action + " action"));
  }
}
