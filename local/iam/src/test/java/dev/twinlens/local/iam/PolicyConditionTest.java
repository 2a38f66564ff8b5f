package dev.twinlens.local.iam;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PolicyConditionTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "StringEquals | \"a\" | a | true",
        "StringEquals | \"a\" | A | false",
        "StringEquals | [\"a\", \"b\"] | b | true",
        "StringEquals | \"a*\" | abc | false",
        "StringNotEquals | [\"a\", \"b\"] | c | true",
        "StringNotEquals | [\"a\", \"b\"] | b | false",
        "StringEqualsIgnoreCase | \"Ab\" | aB | true",
        "StringNotEqualsIgnoreCase | \"Ab\" | aB | false",
        "StringLike | \"a*c?\" | abbcd | true",
        "StringLike | \"a*c?\" | abbc | false",
        "StringNotLike | \"a*\" | abc | false",
        "StringNotLike | \"a*\" | bac | true",
        "ArnEquals | \"arn:aws:s3:::images\" | arn:aws:s3:::images | true",
        "ArnEquals | \"arn:aws:s3:::im*\" | arn:aws:s3:::images | true",
        "ArnLike | \"arn:aws:sns:*:000000000000:up*\" | arn:aws:sns:eu:000000000000:uploads | true",
        "ArnLike | \"arn:aws:sns:*:uploads\" | arn:aws:sns:eu:000000000000:uploads | false",
        "ArnLike | \"arn:aws:sns:*:*:*\" | not an ARN | false",
        "ArnNotLike | \"arn:aws:s3:::a\" | arn:aws:s3:::b | true",
        "ArnNotEquals | \"arn:aws:s3:::a\" | arn:aws:s3:::a | false",
        "Bool | \"true\" | TRUE | true",
        "Bool | true | true | true",
        "Bool | false | true | false",
        "NumericEquals | \"10\" | 10.0 | true",
        "NumericNotEquals | 10 | 11 | true",
        "NumericLessThan | 10 | 9 | true",
        "NumericLessThan | 10 | 10 | false",
        "NumericLessThanEquals | 10 | 10 | true",
        "NumericGreaterThan | 10 | 9 | false",
        "NumericGreaterThanEquals | 10 | 1e2 | true",
        "NumericEquals | 10 | ten | false",
        "DateEquals | \"2026-11-21T00:00:00Z\" | 2026-11-21 | true",
        "DateNotEquals | \"2026-11-21T00:00:00Z\" | 2026-11-21T01:00:00+01:00 | false",
        "DateLessThan | \"2026-11-21T00:00:00Z\" | 2026-11-20T23:59:59Z | true",
        "DateLessThanEquals | \"1\" | 1970-01-01T00:00:01Z | true",
        "DateGreaterThan | \"2026-11-21T00:00:00Z\" | 2026-11-21T00:00:00Z | false",
        "DateGreaterThanEquals | \"2026-11-21T00:00:00Z\" | 2026-11-21T00:00:00Z | true",
        "IpAddress | \"203.0.113.0/24\" | 203.0.113.255 | true",
        "IpAddress | \"203.0.113.0/24\" | 203.0.114.0 | false",
        "IpAddress | \"203.0.113.7\" | 203.0.113.7 | true",
        "IpAddress | \"2001:db8::/32\" | 2001:db8:1::1 | true",
        "IpAddress | \"0.0.0.0/0\" | localhost | false",
        "NotIpAddress | \"127.0.0.0/8\" | 127.0.0.1 | false",
      })
  void comparesAsItsOperatorSays(String operator, String values, String actual, boolean holds) {
    assertThat(holds(operator, values, Map.of("k", actual))).isEqualTo(holds);
  }

  @ParameterizedTest
  @CsvSource({
    "StringEquals, false",
    "StringLike, false",
    "ForAnyValue:StringEquals, false",
    "ForAnyValue:StringNotEquals, false",
    "StringNotEquals, true",
    "StringNotLike, true",
    "StringNotEqualsIgnoreCase, true",
    "StringEqualsIfExists, true",
    "StringLikeIfExists, true",
    "ForAllValues:StringEquals, true",
    "ForAnyValue:StringEqualsIfExists, true",
  })
  void decidesByItsOperatorWhenTheKeyIsAbsent(String operator, boolean holds) {
    assertThat(holds(operator, "\"v\"", Map.of())).isEqualTo(holds);
  }

  @Test
  void ifExistsStillComparesAPresentKey() {
    assertThat(holds("StringEqualsIfExists", "\"v\"", Map.of("k", "w"))).isFalse();
    assertThat(holds("BoolIfExists", "\"true\"", Map.of("k", "true"))).isTrue();
  }

  @Test
  void nullTestsWhetherTheKeyIsAbsent() {
    assertThat(holds("Null", "\"true\"", Map.of())).isTrue();
    assertThat(holds("Null", "\"true\"", Map.of("k", "v"))).isFalse();
    assertThat(holds("Null", "false", Map.of("k", "v"))).isTrue();
    assertThat(holds("Null", "false", Map.of())).isFalse();
  }

  @Test
  void everyKeyAndEveryOperatorMustHold() {
    String conditions = "{\"StringEquals\": {\"a\": \"1\", \"b\": \"2\"}, \"Bool\": {\"c\": true}}";

    assertThat(evaluate(conditions, Map.of("a", "1", "b", "2", "c", "true"), Map.of())).isTrue();
    assertThat(evaluate(conditions, Map.of("a", "1", "b", "3", "c", "true"), Map.of())).isFalse();
    assertThat(evaluate(conditions, Map.of("a", "1", "b", "2", "c", "false"), Map.of())).isFalse();
    assertThat(evaluate(conditions, Map.of("a", "1", "b", "2"), Map.of())).isFalse();
  }

  @Test
  void forAllValuesNeedsEveryValueOfTheRequest() {
    String conditions = "{\"ForAllValues:StringLike\": {\"k\": [\"a*\", \"b\"]}}";

    assertThat(evaluate(conditions, Map.of(), Map.of("k", Set.of("ax", "b")))).isTrue();
    assertThat(evaluate(conditions, Map.of(), Map.of("k", Set.of("ax", "c")))).isFalse();
  }

  @Test
  void forAllValuesOfANegationNeedsNoValueToMatch() {
    String conditions = "{\"ForAllValues:StringNotEquals\": {\"k\": [\"a\", \"b\"]}}";

    assertThat(evaluate(conditions, Map.of(), Map.of("k", Set.of("c", "d")))).isTrue();
    assertThat(evaluate(conditions, Map.of(), Map.of("k", Set.of("a", "d")))).isFalse();
  }

  @Test
  void forAnyValueNeedsOneValueOfTheRequest() {
    String conditions = "{\"ForAnyValue:StringEquals\": {\"k\": [\"a\", \"b\"]}}";

    assertThat(evaluate(conditions, Map.of(), Map.of("k", Set.of("a", "z")))).isTrue();
    assertThat(evaluate(conditions, Map.of(), Map.of("k", Set.of("y", "z")))).isFalse();
  }

  @Test
  void severalValuesNeedASetOperator() {
    Map<String, Set<String>> several = Map.of("k", Set.of("a", "b"));

    assertThat(evaluate("{\"StringEquals\": {\"k\": [\"a\", \"b\"]}}", Map.of(), several))
        .isFalse();
    assertThat(evaluate("{\"StringNotEquals\": {\"k\": \"c\"}}", Map.of(), several)).isFalse();
  }

  @Test
  void valuesMayContainPolicyVariables() {
    String conditions = "{\"StringEquals\": {\"a\": \"${b}-x\"}}";

    assertThat(evaluate(conditions, Map.of("a", "1-x", "b", "1"), Map.of())).isTrue();
    assertThat(evaluate(conditions, Map.of("a", "1-x", "b", "2"), Map.of())).isFalse();
  }

  /** AWS might have supplied such a key, with any value. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "StringEquals",
        "StringNotEquals",
        "StringEqualsIfExists",
        "StringNotLikeIfExists",
        "ForAllValues:StringEquals",
        "ForAnyValue:StringEqualsIfExists",
      })
  void isIndeterminateOnAKeyThatIsNeverSupplied(String operator) {
    assertIndeterminate("{\"" + operator + "\": {\"s3:TlsVersion\": \"1.2\"}}");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void nullIsIndeterminateOnAKeyThatIsNeverSupplied(boolean absent) {
    assertIndeterminate("{\"Null\": {\"s3:TlsVersion\": " + absent + "}}");
  }

  private static void assertIndeterminate(String conditions) {
    for (String effect : List.of("Allow", "Deny")) {
      assertThat(decide(effect, conditions, Map.of(), Map.of()))
          .asInstanceOf(type(Decision.Denied.class))
          .satisfies(denied -> assertThat(denied.explicit()).isEqualTo(effect.equals("Deny")))
          .extracting(Decision.Denied::reason)
          .asString()
          .contains("the condition key s3:TlsVersion is never supplied here");
    }
  }

  private static boolean holds(String operator, String values, Map<String, String> context) {
    return evaluate("{\"" + operator + "\": {\"K\": " + values + "}}", context, Map.of());
  }

  private static boolean evaluate(
      String conditions, Map<String, String> context, Map<String, Set<String>> multivalued) {
    return decide("Allow", conditions, context, multivalued) instanceof Decision.Allowed;
  }

  private static Decision decide(
      String effect,
      String conditions,
      Map<String, String> context,
      Map<String, Set<String>> multivalued) {
    String policy =
        """
        {"Version": "2012-10-17", "Statement": {"Effect": "%s", "Action": "*",
         "Resource": "*", "Condition": %s}}
        """
            .formatted(effect, conditions);
    return PolicyDocument.parse(policy)
        .evaluate(
            new Request(
                new Principal.Anonymous(),
                "s3:GetObject",
                "*",
                context,
                multivalued,
                Set.of("a", "b", "c", "k")));
  }
}
