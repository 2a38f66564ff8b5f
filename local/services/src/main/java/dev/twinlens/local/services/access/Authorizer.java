package dev.twinlens.local.services.access;

import dev.twinlens.local.iam.AccessControl;
import dev.twinlens.local.iam.Decision;
import dev.twinlens.local.iam.Principal;
import dev.twinlens.local.iam.Request;
import dev.twinlens.local.services.auth.Caller;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Lets calls through whose callers have every right that the calls need. */
public final class Authorizer {
  private static final Logger LOG = LoggerFactory.getLogger(Authorizer.class);

  private static final String SECURE_TRANSPORT = "aws:SecureTransport";
  private static final String PRINCIPAL_ARN = "aws:PrincipalArn";
  private static final String PRINCIPAL_ACCOUNT = "aws:PrincipalAccount";
  private static final String SOURCE_IP = "aws:SourceIp";
  private static final String CURRENT_TIME = "aws:CurrentTime";

  private final AccessControl access;
  private final Clock clock;

  public Authorizer(AccessControl access, Clock clock) {
    this.access = access;
    this.clock = clock;
    access.supplies(SECURE_TRANSPORT, PRINCIPAL_ARN, PRINCIPAL_ACCOUNT, SOURCE_IP, CURRENT_TIME);
  }

  /** Tells which rights a call needs. */
  @FunctionalInterface
  public interface Requirements {
    List<Requirement> get() throws UnknownOperationException;
  }

  /**
   * Passes when the caller has all of the rights.
   *
   * @param secure the call came over TLS, or what stands for it here
   * @param context the condition keys of the service, beside those of every call
   * @throws AccessDeniedException for the first right that is missing
   */
  public void require(
      Caller caller, boolean secure, Map<String, String> context, Requirements requirements)
      throws AccessDeniedException {
    Principal principal = new Principal.Aws(caller.principalArn());
    List<Requirement> needed;
    try {
      needed = requirements.get();
    } catch (UnknownOperationException e) {
      deny(caller, e.service() + ":" + e.operation(), "*", unknown(principal, e));
      return;
    }
    Map<String, String> keys = new HashMap<>(context);
    keys.put(SECURE_TRANSPORT, String.valueOf(secure));
    keys.put(PRINCIPAL_ARN, caller.principalArn());
    keys.put(PRINCIPAL_ACCOUNT, caller.accountId());
    keys.put(SOURCE_IP, "127.0.0.1");
    keys.put(CURRENT_TIME, clock.instant().truncatedTo(ChronoUnit.SECONDS).toString());
    for (Requirement requirement : needed) {
      Request request = new Request(principal, requirement.action(), requirement.resource(), keys);
      Decision decision =
          requirement.policy().isPresent()
              ? access.decide(request, requirement.policy().get())
              : access.decide(request);
      if (decision instanceof Decision.Denied denied) {
        deny(caller, requirement.action(), requirement.resource(), denied);
      }
    }
  }

  private Decision.Denied unknown(Principal principal, UnknownOperationException e) {
    return access.denyUnknown(principal, e.service(), e.operation());
  }

  private static void deny(Caller caller, String action, String resource, Decision.Denied denied)
      throws AccessDeniedException {
    LOG.warn(
        "denied: {} may not {} on {}: {}",
        caller.principalArn(),
        action,
        resource,
        denied.reason());
    throw new AccessDeniedException(
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
