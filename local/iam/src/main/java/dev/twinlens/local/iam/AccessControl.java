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
 * Who may do what in one account: decides each call as AWS does within an account, and keeps count
 * of what was granted, used and denied.
 *
 * <p>A Deny of any policy that concerns the call decides. Otherwise an Allow is needed: of one of
 * the caller's own policies, or of the resource's policy where it names the caller. A service,
 * which has no policies of its own, needs the resource's.
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
  private final Ledger ledger;

  /** The policies of roles and users, by principal and by name. */
  private final Map<String, Map<String, PolicyDocument>> identityPolicies =
      new ConcurrentSkipListMap<>();

  private final List<ResourcePolicies> resourcePolicies = new CopyOnWriteArrayList<>();
  private final Set<String> conditionKeys = new CopyOnWriteArraySet<>();

  /** Grants that are taken away for a while, by the policy that has them. */
  private final Map<PolicyName, Grant> withheld = new ConcurrentHashMap<>();

  /** The policies of the resources of one service. */
  @FunctionalInterface
  public interface ResourcePolicies {
    /** By the resource's ARN. */
    Map<String, PolicyDocument> byResource();
  }

  /**
   * The account.
   *
   * @param administratorArn who may do everything that no resource's policy denies; the ledger does
   *     not follow what is granted to the administrator
   */
  public AccessControl(String administratorArn, Clock clock) {
    this.administratorArn = administratorArn;
    this.ledger = new Ledger(clock);
    putPolicy(administratorArn, "AdministratorAccess", EVERYTHING);
  }

  /**
   * Attaches a policy to a role or user, in place of one of the same name.
   *
   * @throws InvalidPolicyException naming the element that cannot be read
   */
  public void putPolicy(String principalArn, String name, String json) {
    PolicyDocument document = PolicyDocument.identityPolicy(json);
    identityPolicies
        .computeIfAbsent(principalArn, arn -> new ConcurrentSkipListMap<>())
        .put(name, document);
  }

  /** Lets the report tell what a service's resources grant. */
  public void include(ResourcePolicies policies) {
    resourcePolicies.add(policies);
  }

  /**
   * Says which condition keys are supplied with the calls that AWS supplies them with, so that one
   * of them that a call does not carry is absent. A condition on any other key cannot be decided.
   */
  public void supplies(String... keys) {
    conditionKeys.addAll(Arrays.asList(keys));
  }

  /** Decides a call to which no resource's policy has anything to say. */
  public Decision decide(Request request) {
    return decide(request, Optional.empty());
  }

  /** Decides a call on a resource that may have a policy. */
  public Decision decide(Request request, ResourcePolicy resourcePolicy) {
    return decide(request, Optional.of(resourcePolicy));
  }

  private Decision decide(Request call, Optional<ResourcePolicy> resourcePolicy) {
    Request request = call.among(conditionKeys);
    List<Word> words = new ArrayList<>();
    for (ResourcePolicy policy : resourcePolicy.stream().toList()) {
      policy
          .document()
          .ifPresent(
              document ->
                  words.add(word(PolicyName.ofResource(policy.resource()), document, request)));
      if (policy.required() && words.stream().noneMatch(Word::allows)) {
        return deny(request, words, NeededStatement.in(policy, request));
      }
    }
    if (request.principal() instanceof Principal.Aws caller) {
      identityPolicies
          .getOrDefault(caller.arn(), Map.of())
          .forEach(
              (name, document) ->
                  words.add(word(new PolicyName(caller.arn(), name), document, request)));
    }
    Optional<Word> allowing = words.stream().filter(Word::allowsByItself).findFirst();
    if (allowing.isEmpty() || words.stream().anyMatch(Word::deniesExplicitly)) {
      return deny(request, words, NeededStatement.of(request, resourcePolicy));
    }
    Decision.Allowed allowed = (Decision.Allowed) allowing.get().decision();
    ledger.allowed(request, allowing.get().policy(), allowed.grant());
    return allowed;
  }

  private Word word(PolicyName policy, PolicyDocument document, Request request) {
    Grant without = withheld.get(policy);
    return new Word(
        policy, (without == null ? document : document.without(without)).evaluate(request));
  }

  /**
   * Decides as if a policy did not have one of its grants while something is done: what would not
   * work without it? One grant of a policy at a time.
   */
  public void without(AccessReport.GrantUse use, Runnable work) {
    PolicyName policy = new PolicyName(use.holder(), use.policy());
    withheld.put(policy, new Grant(use.statement(), use.action(), use.resource()));
    try {
      work.run();
    } finally {
      withheld.remove(policy);
    }
  }

  /** What one policy says of a call. */
  private record Word(PolicyName policy, Decision decision) {
    boolean allows() {
      return decision instanceof Decision.Allowed;
    }

    /** Where a resource's policy names the account, the account's own policies have to agree. */
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

  private Decision deny(Request request, List<Word> words, Optional<String> needed) {
    List<Word> explicit = words.stream().filter(Word::deniesExplicitly).toList();
    String reason =
        (explicit.isEmpty() ? words : explicit)
            .stream().flatMap(word -> word.denial().stream()).collect(Collectors.joining("; "));
    return deny(
        request,
        new Decision.Denied(
            reason.isEmpty()
                ? "no policy concerns %s on %s for %s"
                    .formatted(request.action(), request.resource(), request.principal())
                : reason,
            !explicit.isEmpty()),
        explicit.isEmpty() ? needed : Optional.empty());
  }

  private Decision deny(Request request, Decision.Denied denied, Optional<String> needed) {
    ledger.denied(request, denied.reason(), needed.orElse(""));
    return denied;
  }

  /**
   * Denies and records a call that cannot be told from any action: what nobody can be granted,
   * nobody may do.
   *
   * @param operation the service's name for it
   */
  public Decision denyUnknown(Principal principal, String service, String operation) {
    Request request = new Request(principal, service + ":" + operation, "*", Map.of());
    return deny(
        request,
        new Decision.Denied(
            "%s is not known here as an action of %s, so nothing can allow it"
                .formatted(operation, service),
            /* explicit= */ false),
        /* needed= */ Optional.empty());
  }

  /** What has been granted, used and denied so far. */
  public AccessReport report() {
    Map<PolicyName, List<Grant>> grants = new LinkedHashMap<>();
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
