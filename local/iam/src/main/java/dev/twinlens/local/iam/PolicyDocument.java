package dev.twinlens.local.iam;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A policy attached to a resource or to an identity, evaluated as IAM documents it: a Deny that
 * applies decides; otherwise an Allow that applies does; otherwise the request is denied. What
 * cannot be told (an unknown condition operator, a condition key that is never supplied, a policy
 * variable without a value) counts against the caller: it keeps an Allow from applying and a Deny
 * from being passed over.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html">Policy
 *     evaluation logic</a>
 */
public final class PolicyDocument {
  private final List<Statement> statements;

  private PolicyDocument(List<Statement> statements) {
    this.statements = statements;
  }

  /**
   * Reads a policy of either kind. A statement without a Principal applies to every caller, so
   * prefer {@link #resourcePolicy} and {@link #identityPolicy} where the kind is known.
   *
   * @throws InvalidPolicyException naming the element that cannot be read
   */
  public static PolicyDocument parse(String json) {
    return new PolicyDocument(new PolicyReader(PolicyReader.Kind.EITHER).read(json));
  }

  /**
   * Reads a policy attached to a resource: each statement names its principals.
   *
   * @throws InvalidPolicyException naming the element that cannot be read
   */
  public static PolicyDocument resourcePolicy(String json) {
    return new PolicyDocument(new PolicyReader(PolicyReader.Kind.RESOURCE).read(json));
  }

  /**
   * Reads a policy attached to a role or user: no statement names principals, each names resources.
   *
   * @throws InvalidPolicyException naming the element that cannot be read
   */
  public static PolicyDocument identityPolicy(String json) {
    return new PolicyDocument(new PolicyReader(PolicyReader.Kind.IDENTITY).read(json));
  }

  /** All that the policy's statements grant, in their order. */
  public List<Grant> grants() {
    return statements.stream().flatMap(Statement::grants).toList();
  }

  /** The same policy, but for one grant. */
  PolicyDocument without(Grant grant) {
    return new PolicyDocument(
        statements.stream().flatMap(statement -> statement.without(grant)).toList());
  }

  /** What this policy alone says of the request. */
  public Decision evaluate(Request request) {
    List<Statement> concerned =
        statements.stream()
            .filter(statement -> !(statement.concerns(request) instanceof Outcome.Differs))
            .toList();
    for (Statement statement : concerned) {
      if (!statement.allows() && !conditionsFail(statement, request)) {
        return new Decision.Denied(
            "statement \"%s\" denies %s%s"
                .formatted(statement.name(), describe(request), doubt(statement, request)),
            true);
      }
    }
    List<String> nearMisses = new ArrayList<>();
    for (Statement statement : concerned) {
      if (statement.allows()) {
        String doubt = doubt(statement, request);
        List<Statement.FailedCondition> failed = statement.failedConditions(request);
        if (failed.isEmpty() && doubt.isEmpty()) {
          return new Decision.Allowed(
              statement.grantFor(request), statement.throughAccount(request.principal()));
        }
        nearMisses.add(
            failed.isEmpty()
                ? "statement \"" + statement.name() + "\" does not apply" + doubt
                : failed.stream()
                    .map(Object::toString)
                    .collect(
                        Collectors.joining(
                            ", ", "statement \"" + statement.name() + "\" fails on ", "")));
      }
    }
    String reason = "no statement allows " + describe(request);
    return new Decision.Denied(
        nearMisses.isEmpty() ? reason : reason + ": " + String.join("; ", nearMisses), false);
  }

  private static boolean conditionsFail(Statement statement, Request request) {
    return statement.failedConditions(request).stream()
        .anyMatch(failed -> failed.outcome() instanceof Outcome.Differs);
  }

  /** Why it cannot be told whether the statement applies; empty when it can. */
  private static String doubt(Statement statement, Request request) {
    List<String> reasons = new ArrayList<>();
    if (statement.concerns(request) instanceof Outcome.Undecidable undecidable) {
      reasons.add(undecidable.reason());
    }
    statement.failedConditions(request).stream()
        .filter(failed -> failed.outcome() instanceof Outcome.Undecidable)
        .forEach(failed -> reasons.add(failed.toString()));
    return reasons.isEmpty() ? "" : " (" + String.join("; ", reasons) + ")";
  }

  private static String describe(Request request) {
    return "%s on %s to %s".formatted(request.action(), request.resource(), request.principal());
  }
}
