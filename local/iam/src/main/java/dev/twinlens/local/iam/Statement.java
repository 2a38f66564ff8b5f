package dev.twinlens.local.iam;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * One statement.
 *
 * @param name the Sid, or {@code Statement[index]}
 * @param notPrincipal {@code principal} is the statement's NotPrincipal
 * @param notAction {@code actions} are the statement's NotAction
 * @param resources empty when the statement names none: it then speaks of what it is attached to
 * @param notResource {@code resources} are the statement's NotResource
 */
record Statement(
    String name,
    boolean allows,
    Optional<PrincipalElement> principal,
    boolean notPrincipal,
    List<Glob> actions,
    boolean notAction,
    List<ResourcePattern> resources,
    boolean notResource,
    List<Condition> conditions) {

  /** A {@code Resource}: {@code *}, or an ARN with wildcards. */
  record ResourcePattern(Optional<ArnPattern> arn) {
    Outcome match(Request request) {
      return arn.map(pattern -> pattern.match(request.resource(), request))
          .orElse(Outcome.applies());
    }
  }

  /** Whether the statement speaks of this caller, action and resource; conditions aside. */
  Outcome concerns(Request request) {
    return principalOutcome(request.principal())
        .and(actionOutcome(request))
        .and(resourceOutcome(request));
  }

  /** The conditions that do not hold, or of which it cannot be told. */
  List<FailedCondition> failedConditions(Request request) {
    return conditions.stream()
        .map(condition -> new FailedCondition(condition, condition.evaluate(request)))
        .filter(result -> !(result.outcome() instanceof Outcome.Applies))
        .toList();
  }

  record FailedCondition(Condition condition, Outcome outcome) {
    @Override
    public String toString() {
      return outcome instanceof Outcome.Undecidable undecidable
          ? condition + " (" + undecidable.reason() + ")"
          : condition.toString();
    }
  }

  /** The statement names the caller's account, not the caller. */
  boolean throughAccount(Principal caller) {
    return !notPrincipal
        && principal
            .map(element -> element.match(caller) == PrincipalElement.Match.ACCOUNT)
            .orElse(false);
  }

  private Outcome principalOutcome(Principal caller) {
    return Outcome.of(
        principal
            .map(
                element ->
                    notPrincipal
                        ? !element.spares(caller)
                        : element.match(caller) != PrincipalElement.Match.NONE)
            .orElse(true));
  }

  private Outcome actionOutcome(Request request) {
    String action = request.action().toLowerCase(Locale.ROOT);
    Outcome named =
        actions.stream()
            .map(pattern -> pattern.match(action, request))
            .reduce(Outcome.differs(), Outcome::or);
    return notAction ? named.negated() : named;
  }

  private Outcome resourceOutcome(Request request) {
    if (resources.isEmpty()) {
      return Outcome.applies();
    }
    Outcome named =
        resources.stream()
            .map(pattern -> pattern.match(request))
            .reduce(Outcome.differs(), Outcome::or);
    return notResource ? named.negated() : named;
  }
}
