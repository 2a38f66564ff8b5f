package dev.twinlens.local.iam;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * One operator with one key and its values, one of which must match.
 *
 * <p>A key that is never supplied here does not count as absent, not even for {@code Null}: AWS
 * might supply it, and a Deny that tests it would wrongly be skipped.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-logic-multiple-context-keys-or-values.html">Evaluation
 *     logic for multiple context keys or values</a>
 */
final class PolicyCondition {
  private static final String IF_EXISTS = "IfExists";

  private enum Quantifier {
    NONE(""),
    ALL("ForAllValues:"),
    ANY("ForAnyValue:");

    private final String prefix;

    Quantifier(String prefix) {
      this.prefix = prefix;
    }
  }

  /** What the operator does with the key's values. */
  private sealed interface Check {
    record Compare(ConditionOperator operator, boolean ifExists, List<ValueTest> tests)
        implements Check {}

    record Absent(boolean expected) implements Check {}

    record Unknown() implements Check {}
  }

  private final String operatorName;
  private final String key;
  private final Quantifier quantifier;
  private final Check check;

  /**
   * @param variables whether the policy's version has policy variables
   * @throws InvalidPolicyException when a value is not of the operator's type
   */
  PolicyCondition(String operatorName, String key, List<String> values, boolean variables) {
    this.operatorName = operatorName;
    this.key = key;
    this.quantifier =
        Stream.of(Quantifier.ALL, Quantifier.ANY)
            .filter(candidate -> operatorName.startsWith(candidate.prefix))
            .findAny()
            .orElse(Quantifier.NONE);
    this.check = check(operatorName.substring(quantifier.prefix.length()), values, variables);
  }

  private static Check check(String name, List<String> values, boolean variables) {
    if (name.equals("Null")) {
      return new Check.Absent(absentExpected(values));
    }
    boolean ifExists = name.endsWith(IF_EXISTS);
    Optional<ConditionOperator> operator =
        ConditionOperator.named(
            ifExists ? name.substring(0, name.length() - IF_EXISTS.length()) : name);
    if (operator.isEmpty()) {
      return new Check.Unknown();
    }
    return new Check.Compare(
        operator.get(),
        ifExists,
        values.stream().map(value -> operator.get().compiler().compile(value, variables)).toList());
  }

  private static boolean absentExpected(List<String> values) {
    if (values.size() != 1 || !values.get(0).toLowerCase(Locale.ROOT).matches("true|false")) {
      throw new InvalidPolicyException("Null takes one value, true or false, not " + values);
    }
    return Boolean.parseBoolean(values.get(0));
  }

  MatchResult evaluate(Request request) {
    List<String> actual = request.values(key);
    boolean supplied = !actual.isEmpty() || request.knowsOf(key);
    return switch (check) {
      case Check.Unknown unknown ->
          new MatchResult.Indeterminate(
              "the condition operator " + operatorName + " is not supported");
      case Check any when !supplied ->
          new MatchResult.Indeterminate("the condition key " + key + " is never supplied here");
      case Check.Absent absent -> MatchResult.of(absent.expected() == actual.isEmpty());
      case Check.Compare compare ->
          actual.isEmpty() ? keyAbsent(compare) : compareAll(compare, actual, request);
    };
  }

  private MatchResult keyAbsent(Check.Compare compare) {
    return switch (quantifier) {
      case NONE -> MatchResult.of(compare.ifExists() || compare.operator().negated());
      case ALL -> MatchResult.match();
      case ANY -> MatchResult.of(compare.ifExists());
    };
  }

  private MatchResult compareAll(Check.Compare compare, List<String> actual, Request request) {
    Stream<MatchResult> results = actual.stream().map(value -> compareOne(compare, value, request));
    return switch (quantifier) {
      case ALL -> results.reduce(MatchResult.match(), MatchResult::and);
      case ANY -> results.reduce(MatchResult.noMatch(), MatchResult::or);
      case NONE ->
          actual.size() == 1
              ? results.findFirst().orElseThrow()
              : new MatchResult.Indeterminate(
                  key + " has several values: use ForAllValues or ForAnyValue");
    };
  }

  private static MatchResult compareOne(Check.Compare compare, String value, Request request) {
    MatchResult any =
        compare.tests().stream()
            .map(test -> test.test(value, request))
            .reduce(MatchResult.noMatch(), MatchResult::or);
    return compare.operator().negated() ? any.negated() : any;
  }

  /** Names the condition in messages. */
  @Override
  public String toString() {
    return operatorName + " " + key;
  }
}
