package dev.twinlens.local.iam;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.IntPredicate;

/**
 * One of IAM's condition operators, without {@code ForAllValues:}, {@code ForAnyValue:}, {@code
 * IfExists} and {@code Null}, which {@link PolicyCondition} adds. {@code BinaryEquals} is not
 * supported.
 *
 * @param negated it holds when no value of the policy matches, and when the key is absent
 * @param compiler reads a value of the policy
 * @see <a
 *     href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html">IAM
 *     JSON policy elements: condition operators</a>
 */
record ConditionOperator(boolean negated, Compiler compiler) {

  /** Reads a value of the policy; {@code variables}: whether its version has them. */
  interface Compiler {
    ValueTest compile(String expected, boolean variables);
  }

  static Optional<ConditionOperator> named(String name) {
    return switch (name) {
      case "StringEquals" -> plain(ConditionOperator::equal);
      case "StringNotEquals" -> negation(ConditionOperator::equal);
      case "StringEqualsIgnoreCase" -> plain(ConditionOperator::equalIgnoringCase);
      case "StringNotEqualsIgnoreCase" -> negation(ConditionOperator::equalIgnoringCase);
      case "StringLike" -> plain(ConditionOperator::like);
      case "StringNotLike" -> negation(ConditionOperator::like);
      // IAM documents ArnEquals and ArnLike as identical.
      case "ArnEquals", "ArnLike" -> plain(ConditionOperator::arn);
      case "ArnNotEquals", "ArnNotLike" -> negation(ConditionOperator::arn);
      case "Bool" -> plain(ConditionOperator::bool);
      case "IpAddress" -> plain(ConditionOperator::ip);
      case "NotIpAddress" -> negation(ConditionOperator::ip);
      case "NumericEquals" -> plain(number(sign -> sign == 0));
      case "NumericNotEquals" -> negation(number(sign -> sign == 0));
      case "NumericLessThan" -> plain(number(sign -> sign < 0));
      case "NumericLessThanEquals" -> plain(number(sign -> sign <= 0));
      case "NumericGreaterThan" -> plain(number(sign -> sign > 0));
      case "NumericGreaterThanEquals" -> plain(number(sign -> sign >= 0));
      case "DateEquals" -> plain(date(sign -> sign == 0));
      case "DateNotEquals" -> negation(date(sign -> sign == 0));
      case "DateLessThan" -> plain(date(sign -> sign < 0));
      case "DateLessThanEquals" -> plain(date(sign -> sign <= 0));
      case "DateGreaterThan" -> plain(date(sign -> sign > 0));
      case "DateGreaterThanEquals" -> plain(date(sign -> sign >= 0));
      default -> Optional.empty();
    };
  }

  private static Optional<ConditionOperator> plain(Compiler compiler) {
    return Optional.of(new ConditionOperator(false, compiler));
  }

  private static Optional<ConditionOperator> negation(Compiler compiler) {
    return Optional.of(new ConditionOperator(true, compiler));
  }

  private static ValueTest equal(String expected, boolean variables) {
    return Glob.literal(expected, variables)::match;
  }

  private static ValueTest equalIgnoringCase(String expected, boolean variables) {
    if (variables && expected.contains("${")) {
      throw new InvalidPolicyException(
          "policy variables are not supported in a comparison that ignores case: " + expected);
    }
    return (actual, request) -> MatchResult.of(expected.equalsIgnoreCase(actual));
  }

  private static ValueTest like(String expected, boolean variables) {
    return Glob.of(expected, variables)::match;
  }

  private static ValueTest arn(String expected, boolean variables) {
    if (expected.equals("*")) {
      return (actual, request) -> MatchResult.of(actual.startsWith("arn:"));
    }
    if (!expected.startsWith("arn:")) {
      throw new InvalidPolicyException("\"" + expected + "\" is not an ARN");
    }
    return new ArnPattern(expected, variables)::match;
  }

  private static ValueTest bool(String expected, boolean variables) {
    String value = expected.toLowerCase(Locale.ROOT);
    if (!value.equals("true") && !value.equals("false")) {
      throw new InvalidPolicyException("\"" + expected + "\" is neither true nor false");
    }
    return (actual, request) -> MatchResult.of(value.equalsIgnoreCase(actual));
  }

  private static ValueTest ip(String expected, boolean variables) {
    IpRange range =
        IpRange.parse(expected)
            .orElseThrow(
                () ->
                    new InvalidPolicyException(
                        "\"" + expected + "\" is not an IP address or a CIDR range"));
    return (actual, request) -> MatchResult.of(range.contains(actual));
  }

  private static Compiler number(IntPredicate wanted) {
    return ordered("a number", ConditionOperator::parseNumber, wanted);
  }

  private static Compiler date(IntPredicate wanted) {
    return ordered(
        "a date (ISO 8601, or seconds since 1970)", ConditionOperator::parseDate, wanted);
  }

  private static <T extends Comparable<T>> Compiler ordered(
      String kind, Function<String, Optional<T>> parser, IntPredicate wanted) {
    return (expected, variables) -> {
      T bound =
          parser
              .apply(expected)
              .orElseThrow(() -> new InvalidPolicyException("\"" + expected + "\" is not " + kind));
      return (actual, request) ->
          MatchResult.of(
              parser.apply(actual).map(value -> wanted.test(value.compareTo(bound))).orElse(false));
    };
  }

  private static Optional<BigDecimal> parseNumber(String text) {
    try {
      return Optional.of(new BigDecimal(text));
    } catch (NumberFormatException notANumber) {
      return Optional.empty();
    }
  }

  private static Optional<Instant> parseDate(String text) {
    if (text.matches("[0-9]{1,12}")) {
      return Optional.of(Instant.ofEpochSecond(Long.parseLong(text)));
    }
    try {
      return Optional.of(OffsetDateTime.parse(text).toInstant());
    } catch (DateTimeParseException notADateTime) {
      try {
        return Optional.of(LocalDate.parse(text).atStartOfDay().toInstant(ZoneOffset.UTC));
      } catch (DateTimeParseException notADate) {
        return Optional.empty();
      }
    }
  }
}
