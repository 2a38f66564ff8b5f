package dev.twinlens.local.iam;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PolicyReaderTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"Effect\": \"Allow\", \"Action\": \"s3:*\", \"Resources\": \"*\""
            + " | Statement[0] has the unknown element Resources",
        "\"Effect\": \"allow\", \"Action\": \"s3:*\", \"Resource\": \"*\""
            + " | Effect is \"allow\", not Allow or Deny",
        "\"Action\": \"s3:*\", \"Resource\": \"*\" | Effect is missing",
        "\"Effect\": \"Allow\", \"Resource\": \"*\" | Action is missing",
        "\"Effect\": \"Allow\", \"Action\": [], \"Resource\": \"*\" | Action is an empty list",
        "\"Effect\": \"Allow\", \"Action\": \"GetObject\", \"Resource\": \"*\""
            + " | Action \"GetObject\" is neither \"*\" nor service:action",
        "\"Effect\": \"Allow\", \"Action\": \"s3:*\", \"Resource\": \"images/*\""
            + " | Resource \"images/*\" is neither \"*\" nor an ARN",
        "\"Effect\": \"Allow\", \"Action\": \"s3:*\", \"NotAction\": \"sns:*\", \"Resource\": \"*\""
            + " | Action and NotAction exclude each other",
        "\"Effect\": \"Allow\", \"NotPrincipal\": \"*\", \"Action\": \"s3:*\", \"Resource\": \"*\""
            + " | NotPrincipal needs the Effect Deny",
        "\"Effect\": \"Allow\", \"Principal\": {\"AWS\": \"arn:aws:iam::1:role/*\"},"
            + " \"Action\": \"s3:*\", \"Resource\": \"*\""
            + " | a wildcard cannot stand for part of a principal",
        "\"Effect\": \"Allow\", \"Principal\": {\"Aws\": \"*\"}, \"Action\": \"s3:*\","
            + " \"Resource\": \"*\" | Principal.Aws is not a kind of principal",
        "\"Effect\": \"Allow\", \"Principal\": \"s3.amazonaws.com\", \"Action\": \"s3:*\","
            + " \"Resource\": \"*\" | Principal is neither \"*\" nor an object",
        "\"Effect\": \"Allow\", \"Action\": \"s3:*\", \"Resource\": \"*\","
            + " \"Condition\": {\"Bool\": {\"k\": \"yes\"}}"
            + " | Condition.Bool.k: \"yes\" is neither true nor false",
        "\"Effect\": \"Allow\", \"Action\": \"s3:*\", \"Resource\": \"*\","
            + " \"Condition\": {\"NumericEquals\": {\"k\": \"ten\"}}"
            + " | Condition.NumericEquals.k: \"ten\" is not a number",
        "\"Effect\": \"Allow\", \"Action\": \"s3:*\", \"Resource\": \"*\","
            + " \"Condition\": {\"IpAddress\": {\"k\": \"10.0.0.0/33\"}}"
            + " | Condition.IpAddress.k: \"10.0.0.0/33\" is not an IP address",
        "\"Effect\": \"Allow\", \"Action\": \"s3:*\", \"Resource\": \"*\","
            + " \"Condition\": {\"ArnEquals\": {\"k\": \"images\"}}"
            + " | Condition.ArnEquals.k: \"images\" is not an ARN",
        "\"Effect\": \"Allow\", \"Action\": \"s3:*\", \"Resource\": \"*\","
            + " \"Condition\": {\"StringEquals\": {\"k\": {\"a\": \"b\"}}}"
            + " | Condition.StringEquals.k is not a string",
        "\"Effect\": \"Allow\", \"Effect\": \"Deny\", \"Action\": \"s3:*\", \"Resource\": \"*\""
            + " | Duplicate field 'Effect'",
      })
  void rejectsInvalidElements(String elements, String message) {
    assertThatThrownBy(() -> PolicyDocument.parse("{\"Statement\": [{" + elements + "}]}"))
        .isInstanceOf(InvalidPolicyException.class)
        .hasMessageContaining(message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{} | the policy has no Statement",
        "{\"Statement\": []} | the policy has no Statement",
        "[] | the policy is not a JSON object",
        "{\"Statement\": | the policy is not JSON",
        "'' | the policy is not a JSON object",
        "{\"Version\": \"2013-01-01\", \"Statement\": []} | must be 2012-10-17 or 2008-10-17",
      })
  void rejectsWhatIsNotAPolicy(String json, String message) {
    assertThatThrownBy(() -> PolicyDocument.parse(json))
        .isInstanceOf(InvalidPolicyException.class)
        .hasMessageContaining(message);
  }

  @Test
  void namesTheStatementBySidInAnError() {
    String policy =
        """
        {"Statement": [{"Sid": "Reads", "Effect": "Allow", "Action": "s3", "Resource": "*"}]}
        """;

    assertThatThrownBy(() -> PolicyDocument.parse(policy))
        .hasMessageStartingWith("Statement[0] (Reads): Action \"s3\"");
  }

  @Test
  void rejectsTwoStatementsWithTheSameSid() {
    String policy =
        """
        {"Statement": [
          {"Sid": "A", "Effect": "Allow", "Action": "s3:*", "Resource": "*"},
          {"Sid": "A", "Effect": "Allow", "Action": "sns:*", "Resource": "*"}]}
        """;

    assertThatThrownBy(() -> PolicyDocument.parse(policy))
        .hasMessage("two statements have the Sid \"A\"");
  }

  @Test
  void aResourcePolicyNeedsPrincipalsAndAnIdentityPolicyHasNone() {
    String identity =
        "{\"Statement\": {\"Effect\": \"Allow\", \"Action\": \"s3:*\", \"Resource\": \"*\"}}";
    String resource =
        "{\"Statement\": {\"Effect\": \"Allow\", \"Principal\": \"*\", \"Action\": \"s3:*\"}}";

    assertThatCode(() -> PolicyDocument.identityPolicy(identity)).doesNotThrowAnyException();
    assertThatCode(() -> PolicyDocument.resourcePolicy(resource)).doesNotThrowAnyException();
    assertThatThrownBy(() -> PolicyDocument.resourcePolicy(identity))
        .hasMessage("Statement[0]: a resource's policy needs a Principal");
    assertThatThrownBy(() -> PolicyDocument.identityPolicy(resource))
        .hasMessage("Statement[0]: an identity's policy has no Principal");
    assertThatThrownBy(
            () ->
                PolicyDocument.identityPolicy(
                    "{\"Statement\": {\"Effect\": \"Allow\", \"Action\": \"s3:*\"}}"))
        .hasMessage("Statement[0]: an identity's policy needs a Resource");
  }
}
