package dev.twinlens.local.iam;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PolicyDocumentTest {
  private static final String TOPIC = "arn:aws:sns:eu-central-1:000000000000:uploads";
  private static final String BUCKET = "arn:aws:s3:::images";
  private static final Principal S3 = new Principal.Service("s3.amazonaws.com");
  private static final String ROLE_ARN = "arn:aws:iam::000000000000:role/classify";
  private static final Principal ROLE = new Principal.Aws(ROLE_ARN);
  private static final Principal ROOT = new Principal.Aws("arn:aws:iam::000000000000:root");

  private static final Set<String> SUPPLIED_WHERE_PRESENT =
      Set.of("aws:SourceArn", "aws:SourceAccount", "aws:SecureTransport");

  private static final String TOPIC_POLICY =
      """
      {"Version": "2012-10-17", "Statement": [
        {"Sid": "BucketPublishes", "Effect": "Allow",
         "Principal": {"Service": "s3.amazonaws.com"},
         "Action": "sns:Publish", "Resource": "%s",
         "Condition": {"ArnEquals": {"aws:SourceArn": "%s"},
                       "StringEquals": {"aws:SourceAccount": "000000000000"}}},
        {"Sid": "TlsOnly", "Effect": "Deny", "Principal": "*",
         "Action": "sns:*", "Resource": "*",
         "Condition": {"Bool": {"aws:SecureTransport": false}}}]}
      """
          .formatted(TOPIC, BUCKET);

  @Test
  void allowsWhatAStatementAllowsAndNamesIt() {
    assertThat(evaluate(TOPIC_POLICY, S3, "sns:Publish", TOPIC, fromBucket()))
        .isEqualTo(
            new Decision.Allowed(
                new PolicyGrant("BucketPublishes", "sns:Publish", TOPIC),
                /* throughAccount= */ false));
  }

  @Test
  void deniesByDefaultAndNamesCallerActionAndResource() {
    assertThat(evaluate(TOPIC_POLICY, ROLE, "sns:Subscribe", TOPIC, Map.of()))
        .isEqualTo(
            new Decision.Denied(
                "no statement allows sns:Subscribe on " + TOPIC + " to " + ROLE_ARN, false));
  }

  @Test
  void namesTheConditionThatKeptAStatementFromAllowing() {
    Map<String, String> otherBucket =
        Map.of("aws:SourceArn", "arn:aws:s3:::other", "aws:SourceAccount", "000000000000");

    assertThat(evaluate(TOPIC_POLICY, S3, "sns:Publish", TOPIC, otherBucket))
        .isEqualTo(
            new Decision.Denied(
                "no statement allows sns:Publish on "
                    + TOPIC
                    + " to s3.amazonaws.com:"
                    + " statement \"BucketPublishes\" fails on ArnEquals aws:SourceArn",
                false));
  }

  @Test
  void explicitDenyOverridesAllowInAnyOrder() {
    Map<String, String> withoutTls =
        Map.of(
            "aws:SourceArn", BUCKET,
            "aws:SourceAccount", "000000000000",
            "aws:SecureTransport", "false");

    assertThat(evaluate(TOPIC_POLICY, S3, "sns:Publish", TOPIC, withoutTls))
        .isEqualTo(
            new Decision.Denied(
                "statement \"TlsOnly\" denies sns:Publish on " + TOPIC + " to s3.amazonaws.com",
                true));
  }

  @Test
  void namesAStatementWithoutSidByItsIndex() {
    String policy =
        """
        {"Version": "2012-10-17", "Statement": [
          {"Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::images/*"},
          {"Effect": "Allow", "Action": "s3:PutObject", "Resource": "arn:aws:s3:::images/*"}]}
        """;

    assertThat(evaluate(policy, ROLE, "s3:PutObject", BUCKET + "/cat.jpg", Map.of()))
        .isEqualTo(
            new Decision.Allowed(
                new PolicyGrant("Statement[1]", "s3:PutObject", "arn:aws:s3:::images/*"),
                /* throughAccount= */ false));
  }

  @ParameterizedTest
  @CsvSource({
    "s3:GetObject, s3:GetObject, true",
    "s3:GetObject, S3:getobject, true",
    "s3:Get*, s3:GetObjectVersion, true",
    "s3:*Object*, s3:PutObjectTagging, true",
    "s3:GetObjec?, s3:GetObject, true",
    "s3:GetObject?, s3:GetObject, false",
    "s3:Get*, s3:PutObject, false",
    "*, rekognition:DetectLabels, true",
    "s3:*, sns:Publish, false",
  })
  void actionsMatchWithWildcardsAndWithoutCase(String pattern, String action, boolean allowed) {
    String policy = statement("\"Action\": \"%s\", \"Resource\": \"*\"".formatted(pattern));

    assertThat(allows(policy, ROLE, action, "*", Map.of())).isEqualTo(allowed);
  }

  @ParameterizedTest
  @CsvSource({
    "arn:aws:s3:::images/*, arn:aws:s3:::images/2026/cat.jpg, true",
    "arn:aws:s3:::images/*, arn:aws:s3:::images, false",
    "arn:aws:s3:::images/*, arn:aws:s3:::imagesother/cat.jpg, false",
    "arn:aws:s3:::images/*.jpg, arn:aws:s3:::images/a.jpg/b.png, false",
    "arn:aws:s3:::images/?at.jpg, arn:aws:s3:::images/cat.jpg, true",
    "arn:aws:s3:::images/Cat.jpg, arn:aws:s3:::images/cat.jpg, false",
    "arn:aws:s3:::images/a*b, arn:aws:s3:::images/a:x:b, true",
    "arn:aws:dynamodb:*:000000000000:table/t/index/*,"
        + " arn:aws:dynamodb:eu-central-1:000000000000:table/t/index/by-day, true",
    "arn:aws:sqs:*:000000000000:q, arn:aws:sqs:eu:central:000000000000:q, false",
    "arn:aws:sqs:eu-*:q, arn:aws:sqs:eu-central-1:000000000000:q, false",
    "arn:aws:sqs, arn:aws:sqs:eu-central-1:000000000000:q, true",
    "arn:aws:sqs:*:1*, arn:aws:sqs:eu-central-1:000000000000:q, false",
    "*, *, true",
    "arn:aws:s3:::images, *, false",
  })
  void arnsMatchPartByPart(String pattern, String resource, boolean allowed) {
    String policy = statement("\"Action\": \"*\", \"Resource\": \"%s\"".formatted(pattern));

    assertThat(allows(policy, ROLE, "s3:GetObject", resource, Map.of())).isEqualTo(allowed);
  }

  @Test
  void notActionCoversEveryOtherAction() {
    String policy = statement("\"NotAction\": [\"iam:*\", \"sts:*\"], \"Resource\": \"*\"");

    assertThat(allows(policy, ROLE, "s3:GetObject", BUCKET, Map.of())).isTrue();
    assertThat(allows(policy, ROLE, "IAM:PassRole", "*", Map.of())).isFalse();
  }

  @Test
  void notResourceCoversEveryOtherResource() {
    String policy = statement("\"Action\": \"s3:*\", \"NotResource\": \"arn:aws:s3:::results/*\"");

    assertThat(allows(policy, ROLE, "s3:GetObject", BUCKET + "/cat.jpg", Map.of())).isTrue();
    assertThat(allows(policy, ROLE, "s3:GetObject", "arn:aws:s3:::results/a", Map.of())).isFalse();
  }

  @Test
  void aPrincipalOfEveryoneIncludesServicesAndAnonymousCallers() {
    for (String everyone : new String[] {"\"*\"", "{\"AWS\": \"*\"}", "{\"AWS\": [\"*\"]}"}) {
      String policy = principal(everyone);

      assertThat(allows(policy, S3, "sns:Publish", TOPIC, Map.of())).isTrue();
      assertThat(allows(policy, ROLE, "sns:Publish", TOPIC, Map.of())).isTrue();
      assertThat(allows(policy, new Principal.Anonymous(), "sns:Publish", TOPIC, Map.of()))
          .isTrue();
    }
  }

  @Test
  void aServicePrincipalIsThatServiceOnly() {
    String policy = principal("{\"Service\": [\"s3.amazonaws.com\", \"sns.amazonaws.com\"]}");

    assertThat(allows(policy, S3, "sns:Publish", TOPIC, Map.of())).isTrue();
    assertThat(
            allows(
                policy,
                new Principal.Service("events.amazonaws.com"),
                "sns:Publish",
                TOPIC,
                Map.of()))
        .isFalse();
    assertThat(allows(policy, ROLE, "sns:Publish", TOPIC, Map.of())).isFalse();
    assertThat(allows(policy, new Principal.Anonymous(), "sns:Publish", TOPIC, Map.of())).isFalse();
  }

  @Test
  void aRoleMatchesByItsExactArn() {
    String policy = principal("{\"AWS\": \"" + ROLE_ARN + "\"}");

    assertThat(evaluate(policy, ROLE, "sns:Publish", TOPIC, Map.of()))
        .isEqualTo(new Decision.Allowed(new PolicyGrant("Subject", "sns:Publish", "*"), false));
    assertThat(allows(policy, new Principal.Aws(ROLE_ARN + "2"), "sns:Publish", TOPIC, Map.of()))
        .isFalse();
  }

  @Test
  void anAccountIncludesItsRolesAndSaysThatItOnlyDelegates() {
    for (String account : new String[] {"000000000000", "arn:aws:iam::000000000000:root"}) {
      String policy = principal("{\"AWS\": \"" + account + "\"}");

      assertThat(evaluate(policy, ROLE, "sns:Publish", TOPIC, Map.of()))
          .isEqualTo(new Decision.Allowed(new PolicyGrant("Subject", "sns:Publish", "*"), true));
      assertThat(
              allows(
                  policy,
                  new Principal.Aws("arn:aws:iam::111111111111:role/classify"),
                  "sns:Publish",
                  TOPIC,
                  Map.of()))
          .isFalse();
    }
  }

  @Test
  void notPrincipalSparesTheCallerNamedTogetherWithItsAccount() {
    String both = notPrincipal("[\"" + ROLE_ARN + "\", \"000000000000\"]");
    assertThat(allows(both, ROLE, "sns:Publish", TOPIC, Map.of())).isTrue();
    assertThat(allows(both, ROOT, "sns:Publish", TOPIC, Map.of())).isTrue();
    assertThat(allows(both, new Principal.Aws(ROLE_ARN + "2"), "sns:Publish", TOPIC, Map.of()))
        .isFalse();
    assertThat(allows(both, S3, "sns:Publish", TOPIC, Map.of())).isFalse();

    String roleOnly = notPrincipal("[\"" + ROLE_ARN + "\"]");
    assertThat(allows(roleOnly, ROLE, "sns:Publish", TOPIC, Map.of())).isFalse();
  }

  @Test
  void anUnknownOperatorKeepsAStatementFromAllowingAndSaysSo() {
    String policy =
        statement(
            "\"Action\": \"*\", \"Resource\": \"*\","
                + " \"Condition\": {\"BinaryEquals\": {\"k\": \"QmluYXJ5\"}}");

    Decision decision = evaluate(policy, ROLE, "s3:GetObject", BUCKET, Map.of("k", "QmluYXJ5"));

    assertThat(decision).isInstanceOf(Decision.Denied.class);
    Decision.Denied denied = (Decision.Denied) decision;
    assertThat(denied.explicit()).isFalse();
    assertThat(denied.reason()).contains("the condition operator BinaryEquals is not supported");
  }

  @Test
  void anUnknownOperatorInADenyDeniesAndSaysSo() {
    String policy =
        """
        {"Version": "2012-10-17", "Statement": [
          {"Effect": "Allow", "Action": "*", "Resource": "*"},
          {"Sid": "Odd", "Effect": "Deny", "Action": "s3:*", "Resource": "*",
           "Condition": {"StringSounds": {"k": "v"}}}]}
        """;

    assertThat(evaluate(policy, ROLE, "s3:GetObject", "*", Map.of()))
        .isEqualTo(
            new Decision.Denied(
                "statement \"Odd\" denies s3:GetObject on * to "
                    + ROLE_ARN
                    + " (StringSounds k (the condition operator StringSounds is not supported))",
                true));
    assertThat(allows(policy, ROLE, "sns:Publish", "*", Map.of())).isTrue();
  }

  @Test
  void aDenyOnAConditionKeyThatIsNeverSuppliedDeniesAndSaysSo() {
    String policy =
        """
        {"Version": "2012-10-17", "Statement": [
          {"Effect": "Allow", "Action": "*", "Resource": "*"},
          {"Sid": "OldTls", "Effect": "Deny", "Action": "s3:*", "Resource": "*",
           "Condition": {"NumericLessThan": {"s3:TlsVersion": "1.2"}}}]}
        """;

    assertThat(evaluate(policy, ROLE, "s3:GetObject", "*", Map.of()))
        .isEqualTo(
            new Decision.Denied(
                "statement \"OldTls\" denies s3:GetObject on * to "
                    + ROLE_ARN
                    + " (NumericLessThan s3:TlsVersion"
                    + " (the condition key s3:TlsVersion is never supplied here))",
                true));
    assertThat(allows(policy, ROLE, "s3:GetObject", "*", Map.of("s3:TlsVersion", "1.3"))).isTrue();
  }

  @Test
  void aDenyWhoseKnownConditionFailsDoesNotApplyDespiteAnUnknownOne() {
    String policy =
        """
        {"Version": "2012-10-17", "Statement": [
          {"Effect": "Allow", "Action": "*", "Resource": "*"},
          {"Effect": "Deny", "Action": "*", "Resource": "*",
           "Condition": {"StringSounds": {"k": "v"}, "StringEquals": {"a": "b"}}}]}
        """;

    assertThat(allows(policy, ROLE, "s3:GetObject", "*", Map.of("a", "c"))).isTrue();
  }

  private static Map<String, String> fromBucket() {
    return Map.of(
        "AWS:sourceArn",
        BUCKET,
        "aws:SourceAccount",
        "000000000000",
        "aws:SecureTransport",
        "true");
  }

  private static String statement(String elements) {
    return "{\"Version\": \"2012-10-17\", \"Statement\": {\"Effect\": \"Allow\", "
        + elements
        + "}}";
  }

  private static String principal(String principal) {
    return statement(
        "\"Sid\": \"Subject\", \"Action\": \"sns:Publish\", \"Resource\": \"*\", \"Principal\": "
            + principal);
  }

  private static String notPrincipal(String arns) {
    return """
        {"Version": "2012-10-17", "Statement": [
          {"Effect": "Allow", "Principal": "*", "Action": "*", "Resource": "*"},
          {"Effect": "Deny", "NotPrincipal": {"AWS": %s}, "Action": "*", "Resource": "*"}]}
        """
        .formatted(arns);
  }

  private static boolean allows(
      String policy,
      Principal principal,
      String action,
      String resource,
      Map<String, String> context) {
    return evaluate(policy, principal, action, resource, context) instanceof Decision.Allowed;
  }

  private static Decision evaluate(
      String policy,
      Principal principal,
      String action,
      String resource,
      Map<String, String> context) {
    return PolicyDocument.parse(policy)
        .evaluate(
            new Request(principal, action, resource, context, Map.of(), SUPPLIED_WHERE_PRESENT));
  }
}
