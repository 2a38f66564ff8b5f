package dev.twinlens.local.iam;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

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
    List<ActionPattern> actions,
    boolean notAction,
    List<ResourcePattern> resources,
    boolean notResource,
    List<Condition> conditions) {

  /**
   * An {@code Action}, whose case does not matter.
   *
   * @param text as the policy has it
   */
  record ActionPattern(String text, Glob glob) {
    Outcome match(Request request) {
      return glob.match(request.action().toLowerCase(Locale.ROOT), request);
    }
  }

  /**
   * A {@code Resource}: {@code *}, or an ARN with wildcards.
   *
   * @param text as the policy has it
   */
  record ResourcePattern(String text, Optional<ArnPattern> arn) {
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

  /** The part of a statement that lets the request through. */
  Grant grantFor(Request request) {
    return new Grant(
        name,
        notAction
            ? allBut(actions, ActionPattern::text)
            : firstMatch(actions, ActionPattern::match, request).text(),
        resources.isEmpty()
            ? Grant.ITSELF
            : notResource
                ? allBut(resources, ResourcePattern::text)
                : firstMatch(resources, ResourcePattern::match, request).text());
  }

  private static <T> T firstMatch(
      List<T> patterns, BiFunction<T, Request, Outcome> match, Request request) {
    return patterns.stream()
        .filter(pattern -> match.apply(pattern, request) instanceof Outcome.Applies)
        .findFirst()
        .orElseThrow();
  }

  /**
   * All that it grants, one by one. A statement that denies grants nothing; nor does one that names
   * accounts, for it leaves it to their own policies.
   */
  Stream<Grant> grants() {
    if (!allows || principal.filter(PrincipalElement::onlyAccounts).isPresent()) {
      return Stream.of();
    }
    List<String> actionTexts =
        notAction
            ? List.of(allBut(actions, ActionPattern::text))
            : actions.stream().map(ActionPattern::text).toList();
    List<String> resourceTexts =
        resources.isEmpty()
            ? List.of(Grant.ITSELF)
            : notResource
                ? List.of(allBut(resources, ResourcePattern::text))
                : resources.stream().map(ResourcePattern::text).toList();
    return actionTexts.stream()
        .flatMap(action -> resourceTexts.stream().map(text -> new Grant(name, action, text)));
  }

  /** What is left of the statement without one of its grants: one statement, two or none. */
  Stream<Statement> without(Grant grant) {
    if (grants().noneMatch(grant::equals)) {
      return Stream.of(this);
    }
    if (notAction || notResource) {
      return Stream.of();
    }
    List<ActionPattern> otherActions =
        actions.stream().filter(pattern -> !pattern.text().equals(grant.action())).toList();
    List<ResourcePattern> otherResources =
        resources.stream().filter(pattern -> !pattern.text().equals(grant.resource())).toList();
    Stream<Statement> othersOnAll =
        otherActions.isEmpty() ? Stream.of() : Stream.of(with(otherActions, resources));
    Stream<Statement> thatOnOthers =
        otherResources.isEmpty()
            ? Stream.of()
            : Stream.of(
                with(
                    actions.stream().filter(action -> !otherActions.contains(action)).toList(),
                    otherResources));
    return Stream.concat(othersOnAll, thatOnOthers);
  }

  private Statement with(List<ActionPattern> someActions, List<ResourcePattern> someResources) {
    return new Statement(
        name,
        allows,
        principal,
        notPrincipal,
        someActions,
        notAction,
        someResources,
        notResource,
        conditions);
  }

  private static <T> String allBut(List<T> patterns, Function<T, String> text) {
    return patterns.stream().map(text).collect(Collectors.joining(", ", "all but ", ""));
  }

  private Outcome actionOutcome(Request request) {
    Outcome named =
        actions.stream()
            .map(pattern -> pattern.match(request))
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
