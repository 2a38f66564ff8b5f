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
 * @param resources empty when the statement names none: it then applies to what it is attached to
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
    List<PolicyCondition> conditions) {

  /**
   * An {@code Action}, which is not case-sensitive.
   *
   * @param text as written in the policy
   */
  record ActionPattern(String text, Glob glob) {
    MatchResult match(Request request) {
      return glob.match(request.action().toLowerCase(Locale.ROOT), request);
    }
  }

  /**
   * A {@code Resource}: {@code *}, or an ARN with wildcards.
   *
   * @param text as written in the policy
   */
  record ResourcePattern(String text, Optional<ArnPattern> arn) {
    MatchResult match(Request request) {
      return arn.map(pattern -> pattern.match(request.resource(), request))
          .orElse(MatchResult.match());
    }
  }

  /**
   * Whether the statement applies to this caller, action and resource, regardless of conditions.
   */
  MatchResult matches(Request request) {
    return matchPrincipal(request.principal())
        .and(matchAction(request))
        .and(matchResource(request));
  }

  /** The conditions that do not hold or cannot be decided. */
  List<FailedCondition> failedConditions(Request request) {
    return conditions.stream()
        .map(condition -> new FailedCondition(condition, condition.evaluate(request)))
        .filter(failed -> !(failed.result() instanceof MatchResult.Match))
        .toList();
  }

  record FailedCondition(PolicyCondition condition, MatchResult result) {
    @Override
    public String toString() {
      return result instanceof MatchResult.Indeterminate indeterminate
          ? condition + " (" + indeterminate.reason() + ")"
          : condition.toString();
    }
  }

  /** Whether the statement names the caller's account and not the caller. */
  boolean throughAccount(Principal caller) {
    return !notPrincipal
        && principal
            .map(element -> element.match(caller) == PrincipalElement.Coverage.ACCOUNT)
            .orElse(false);
  }

  private MatchResult matchPrincipal(Principal caller) {
    return MatchResult.of(
        principal
            .map(
                element ->
                    notPrincipal
                        ? !element.spares(caller)
                        : element.match(caller) != PrincipalElement.Coverage.NONE)
            .orElse(true));
  }

  /** The grant that allows the request. */
  PolicyGrant grantFor(Request request) {
    return new PolicyGrant(
        name,
        notAction
            ? allBut(actions, ActionPattern::text)
            : firstMatch(actions, ActionPattern::match, request).text(),
        resources.isEmpty()
            ? PolicyGrant.ITSELF
            : notResource
                ? allBut(resources, ResourcePattern::text)
                : firstMatch(resources, ResourcePattern::match, request).text());
  }

  private static <T> T firstMatch(
      List<T> patterns, BiFunction<T, Request, MatchResult> match, Request request) {
    return patterns.stream()
        .filter(pattern -> match.apply(pattern, request) instanceof MatchResult.Match)
        .findFirst()
        .orElseThrow();
  }

  /**
   * Each action on each resource that it allows. A Deny grants nothing; neither does a statement
   * that names only accounts, which delegates to their own policies.
   */
  Stream<PolicyGrant> grants() {
    if (!allows || principal.filter(PrincipalElement::onlyAccounts).isPresent()) {
      return Stream.of();
    }
    List<String> actionTexts =
        notAction
            ? List.of(allBut(actions, ActionPattern::text))
            : actions.stream().map(ActionPattern::text).toList();
    List<String> resourceTexts =
        resources.isEmpty()
            ? List.of(PolicyGrant.ITSELF)
            : notResource
                ? List.of(allBut(resources, ResourcePattern::text))
                : resources.stream().map(ResourcePattern::text).toList();
    return actionTexts.stream()
        .flatMap(action -> resourceTexts.stream().map(text -> new PolicyGrant(name, action, text)));
  }

  /** The statement without one of its grants: none, one or two statements. */
  Stream<Statement> without(PolicyGrant grant) {
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

  private MatchResult matchAction(Request request) {
    MatchResult named =
        actions.stream()
            .map(pattern -> pattern.match(request))
            .reduce(MatchResult.noMatch(), MatchResult::or);
    return notAction ? named.negated() : named;
  }

  private MatchResult matchResource(Request request) {
    if (resources.isEmpty()) {
      return MatchResult.match();
    }
    MatchResult named =
        resources.stream()
            .map(pattern -> pattern.match(request))
            .reduce(MatchResult.noMatch(), MatchResult::or);
    return notResource ? named.negated() : named;
  }
}
