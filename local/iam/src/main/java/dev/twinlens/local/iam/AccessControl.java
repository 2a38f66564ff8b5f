package dev.twinlens.local.iam;

import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.stream.Collectors;

/**
 * Decides each call as AWS does within one account, and records which grants were used and which
 * calls were denied.
 *
 * <p>A Deny in any applicable policy decides. Otherwise the call needs an Allow in one of the
 * caller's own policies, or in the resource's policy where it names the caller. A service has no
 * policies of its own and needs an Allow in the resource's policy.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html">Policy
 *     evaluation logic</a>
 */
public final class AccessControl {
  private static final String EVERYTHING =
      """
      {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]}
      """;

  private final String administratorArn;
  private final Clock clock;
  private final Ledger ledger;

  /** The policies of roles and users, by principal and by name. */
  private final Map<String, Map<String, PolicyDocument>> identityPolicies =
      new ConcurrentSkipListMap<>();

  private final List<ResourcePolicies> resourcePolicies = new CopyOnWriteArrayList<>();
  private final Set<String> conditionKeys = new CopyOnWriteArraySet<>();

  /** Grants that are withheld for the duration of {@link #without}, by their policy. */
  private final Map<PolicyName, PolicyGrant> withheld = new ConcurrentHashMap<>();

  /** The resource policies of one service. */
  @FunctionalInterface
  public interface ResourcePolicies {
    /** By the resource's ARN. */
    Map<String, PolicyDocument> byResource();
  }

  /**
   * The account.
   *
   * @param administratorArn the principal that may do everything that no resource policy denies;
   *     the report leaves out its grants
   */
  public AccessControl(String administratorArn, Clock clock) {
    this.administratorArn = administratorArn;
    this.clock = clock;
    this.ledger = new Ledger(clock);
    putPolicy(administratorArn, "AdministratorAccess", EVERYTHING);
  }

  /**
   * Attaches a policy to a role or user. Replaces one of the same name.
   *
   * @throws InvalidPolicyException naming the element that cannot be read
   */
  public void putPolicy(String principalArn, String name, String json) {
    PolicyDocument document = PolicyDocument.identityPolicy(json);
    identityPolicies
        .computeIfAbsent(principalArn, arn -> new ConcurrentSkipListMap<>())
        .put(name, document);
  }

  /** Detaches a policy from a role or user; does nothing when there is no such policy. */
  public void removePolicy(String principalArn, String name) {
    identityPolicies.getOrDefault(principalArn, new ConcurrentSkipListMap<>()).remove(name);
  }

  /** Adds what a service's resource policies grant to the report. */
  public void include(ResourcePolicies policies) {
    resourcePolicies.add(policies);
  }

  /**
   * Declares condition keys that are supplied wherever AWS supplies them: where a call does not
   * carry one of them, it is absent. A condition on any other key cannot be decided.
   */
  public void supplies(String... keys) {
    conditionKeys.addAll(Arrays.asList(keys));
  }

  /** Decides a call that has no resource, or a resource that cannot have a policy. */
  public Decision decide(Request request) {
    return decide(request, Optional.empty(), ledger);
  }

  /** Decides a call on a resource that may have a policy. */
  public Decision decide(Request request, ResourcePolicy resourcePolicy) {
    return decide(request, Optional.of(resourcePolicy), ledger);
  }

  /** Whether a call would be allowed. Records neither use nor denial. */
  public boolean permits(Request request, Optional<ResourcePolicy> resourcePolicy) {
    return decide(request, resourcePolicy, new Ledger(clock)) instanceof Decision.Allowed;
  }

  private Decision decide(Request call, Optional<ResourcePolicy> resourcePolicy, Ledger record) {
    Request request = call.among(conditionKeys);
    List<PolicyResult> results = new ArrayList<>();
    for (ResourcePolicy policy : resourcePolicy.stream().toList()) {
      policy
          .document()
          .map(document -> evaluate(PolicyName.ofResource(policy.resource()), document, request))
          .ifPresent(results::add);
      if (policy.required() && results.stream().noneMatch(PolicyResult::allows)) {
        return deny(request, results, NeededPolicy.in(policy, request), record);
      }
    }
    if (request.principal() instanceof Principal.Aws caller) {
      identityPolicies
          .getOrDefault(caller.arn(), Map.of())
          .forEach(
              (name, document) ->
                  results.add(evaluate(new PolicyName(caller.arn(), name), document, request)));
    }
    Optional<PolicyResult> allowing =
        results.stream().filter(PolicyResult::allowsByItself).findFirst();
    if (allowing.isEmpty() || results.stream().anyMatch(PolicyResult::deniesExplicitly)) {
      return deny(request, results, NeededPolicy.of(request, resourcePolicy), record);
    }
    Decision.Allowed allowed = (Decision.Allowed) allowing.get().decision();
    record.allowed(request, allowing.get().policy(), allowed.grant());
    return allowed;
  }

  private PolicyResult evaluate(PolicyName policy, PolicyDocument document, Request request) {
    PolicyGrant without = withheld.get(policy);
    return new PolicyResult(
        policy, (without == null ? document : document.without(without)).evaluate(request));
  }

  /**
   * Runs work while a policy lacks one of its grants, to find out what fails without it. One grant
   * of a policy at a time.
   */
  public void without(AccessReport.GrantUse use, Runnable work) {
    PolicyName policy = new PolicyName(use.holder(), use.policy());
    withheld.put(policy, new PolicyGrant(use.statement(), use.action(), use.resource()));
    try {
      work.run();
    } finally {
      withheld.remove(policy);
    }
  }

  /** What one policy decides about a call. */
  private record PolicyResult(PolicyName policy, Decision decision) {
    boolean allows() {
      return decision instanceof Decision.Allowed;
    }

    /**
     * Where a resource's policy names only the account, the caller's own policies must allow too.
     */
    boolean allowsByItself() {
      return decision instanceof Decision.Allowed allowed && !allowed.throughAccount();
    }

    boolean deniesExplicitly() {
      return decision instanceof Decision.Denied denied && denied.explicit();
    }

    Optional<String> denial() {
      return decision instanceof Decision.Denied denied
          ? Optional.of(policy + ": " + denied.reason())
          : Optional.empty();
    }
  }

  private static Decision deny(
      Request request, List<PolicyResult> results, Optional<String> needed, Ledger record) {
    List<PolicyResult> explicit = results.stream().filter(PolicyResult::deniesExplicitly).toList();
    String reason =
        (explicit.isEmpty() ? results : explicit)
            .stream().flatMap(result -> result.denial().stream()).collect(Collectors.joining("; "));
    return deny(
        request,
        new Decision.Denied(
            reason.isEmpty()
                ? "no policy applies to %s on %s for %s"
                    .formatted(request.action(), request.resource(), request.principal())
                : reason,
            !explicit.isEmpty()),
        explicit.isEmpty() ? needed : Optional.empty(),
        record);
  }

  private static Decision.Denied deny(
      Request request, Decision.Denied denied, Optional<String> needed, Ledger record) {
    record.denied(request, denied.reason(), needed.orElse(""));
    return denied;
  }

  /**
   * Denies and records a call that maps to no known action: no policy can allow it.
   *
   * @param operation the service's name for it
   */
  public Decision.Denied denyUnknown(Principal principal, String service, String operation) {
    Request request = new Request(principal, service + ":" + operation, "*", Map.of());
    return deny(
        request,
        new Decision.Denied(
            "%s is not a known operation of %s, so no policy can allow it"
                .formatted(operation, service),
            /* explicit= */ false),
        /* needed= */ Optional.empty(),
        ledger);
  }

  /** The grants of all policies with their use, and the denied calls, until now. */
  public AccessReport report() {
    Map<PolicyName, List<PolicyGrant>> grants = new LinkedHashMap<>();
    identityPolicies.forEach(
        (principal, policies) -> {
          if (!principal.equals(administratorArn)) {
            policies.forEach(
                (name, document) -> grants.put(new PolicyName(principal, name), document.grants()));
          }
        });
    resourcePolicies.forEach(
        source ->
            source
                .byResource()
                .forEach(
                    (resource, document) ->
                        grants.put(PolicyName.ofResource(resource), document.grants())));
    return ledger.report(grants);
  }
}
