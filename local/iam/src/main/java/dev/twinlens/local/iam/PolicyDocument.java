package dev.twinlens.local.iam;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A policy attached to a resource or to an identity, evaluated as IAM documents it: a Deny that
 * applies decides; otherwise an Allow that applies; otherwise the request is denied. What cannot be
 * decided (an unknown condition operator, a condition key that is never supplied, a policy variable
 * without a value) counts against the caller: an Allow then does not apply, and a Deny does.
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

  /** The grants of all statements, in their order. */
  public List<PolicyGrant> grants() {
    return statements.stream().flatMap(Statement::grants).toList();
  }

  /** The same policy without one grant. */
  PolicyDocument without(PolicyGrant grant) {
    return new PolicyDocument(
        statements.stream().flatMap(statement -> statement.without(grant)).toList());
  }

  /** What this policy alone decides about the request. */
  public Decision evaluate(Request request) {
    List<Statement> applicable =
        statements.stream()
            .filter(statement -> !(statement.matches(request) instanceof MatchResult.NoMatch))
            .toList();
    for (Statement statement : applicable) {
      if (!statement.allows() && !conditionsFail(statement, request)) {
        return new Decision.Denied(
            "statement \"%s\" denies %s%s"
                .formatted(statement.name(), describe(request), doubt(statement, request)),
            true);
      }
    }
    List<String> nearMisses = new ArrayList<>();
    for (Statement statement : applicable) {
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
        .anyMatch(failed -> failed.result() instanceof MatchResult.NoMatch);
  }

  /** Why it cannot be decided whether the statement applies; empty when it can. */
  private static String doubt(Statement statement, Request request) {
    List<String> reasons = new ArrayList<>();
    if (statement.matches(request) instanceof MatchResult.Indeterminate indeterminate) {
      reasons.add(indeterminate.reason());
    }
    statement.failedConditions(request).stream()
        .filter(failed -> failed.result() instanceof MatchResult.Indeterminate)
        .forEach(failed -> reasons.add(failed.toString()));
    return reasons.isEmpty() ? "" : " (" + String.join("; ", reasons) + ")";
  }

  private static String describe(Request request) {
    return "%s on %s to %s".formatted(request.action(), request.resource(), request.principal());
  }
}
