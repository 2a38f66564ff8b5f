package dev.twinlens.local.iam;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AccessControlTest {
  private static final String ADMINISTRATOR = "arn:aws:iam::000000000000:user/administrator";
  private static final String ROLE = "arn:aws:iam::000000000000:role/classify";
  private static final String BUCKET = "arn:aws:s3:::images";
  private static final String READ =
      """
      {"Version": "2012-10-17", "Statement": [{"Sid": "Read", "Effect": "Allow",
        "Action": ["s3:GetObject", "s3:GetObjectVersion"], "Resource": "arn:aws:s3:::images/*"}]}
      """;

  private final AccessControl access = new AccessControl(ADMINISTRATOR, Clock.systemUTC());

  @Test
  void allowsWhatAPolicyOfTheCallerAllows() {
    access.putPolicy(ROLE, "work", READ);

    assertThat(access.decide(request(ROLE, "s3:GetObject", BUCKET + "/cat")))
        .asInstanceOf(type(Decision.Allowed.class))
        .extracting(Decision.Allowed::grant)
        .isEqualTo(new PolicyGrant("Read", "s3:GetObject", BUCKET + "/*"));
  }

  @Test
  void deniesACallerWithoutPolicies() {
    assertThat(access.decide(request(ROLE, "s3:GetObject", BUCKET + "/cat")))
        .asInstanceOf(type(Decision.Denied.class))
        .satisfies(denied -> assertThat(denied.explicit()).isFalse())
        .extracting(Decision.Denied::reason)
        .isEqualTo("no policy applies to s3:GetObject on arn:aws:s3:::images/cat for " + ROLE);
  }

  @Test
  void saysWhyEachPolicyOfTheCallerDoesNotAllow() {
    access.putPolicy(ROLE, "work", READ);

    assertThat(access.decide(request(ROLE, "s3:PutObject", BUCKET + "/cat")))
        .asInstanceOf(type(Decision.Denied.class))
        .extracting(Decision.Denied::reason)
        .asString()
        .startsWith("policy work of " + ROLE + ": no statement allows s3:PutObject");
  }

  @Test
  void aPolicyReplacesOneOfTheSameName() {
    access.putPolicy(ROLE, "work", READ);
    access.putPolicy(ROLE, "work", READ.replace("images", "results"));

    assertThat(allows(request(ROLE, "s3:GetObject", BUCKET + "/cat"), Optional.empty())).isFalse();
  }

  @Test
  void aDenyOfTheResourceOverridesAnAllowOfTheCaller() {
    access.putPolicy(ROLE, "work", READ);
    ResourcePolicy noReads = bucketPolicy("Deny", "\"*\"", "s3:GetObject");

    assertThat(access.decide(request(ROLE, "s3:GetObject", BUCKET + "/cat"), noReads))
        .asInstanceOf(type(Decision.Denied.class))
        .satisfies(denied -> assertThat(denied.explicit()).isTrue())
        .extracting(Decision.Denied::reason)
        .asString()
        .startsWith("the policy of " + BUCKET + ": statement \"Subject\" denies");
  }

  @Test
  void aDenyOfTheCallerOverridesAnAllowOfTheResource() {
    access.putPolicy(ROLE, "never", READ.replace("Allow", "Deny"));
    ResourcePolicy reads = bucketPolicy("Allow", "{\"AWS\": \"" + ROLE + "\"}", "s3:GetObject");

    assertThat(allows(request(ROLE, "s3:GetObject", BUCKET + "/cat"), Optional.of(reads)))
        .isFalse();
  }

  /** Within an account either policy suffices, if the resource's policy names the caller. */
  @ParameterizedTest
  @CsvSource({
    "'{\"AWS\": \"arn:aws:iam::000000000000:role/classify\"}', true",
    "'{\"AWS\": \"arn:aws:iam::000000000000:root\"}', false",
    "'{\"AWS\": \"arn:aws:iam::000000000000:role/other\"}', false"
  })
  void anAllowOfTheResourceIsEnoughWhereItNamesTheCaller(String principal, boolean allowed) {
    ResourcePolicy reads = bucketPolicy("Allow", principal, "s3:GetObject");

    assertThat(allows(request(ROLE, "s3:GetObject", BUCKET + "/cat"), Optional.of(reads)))
        .isEqualTo(allowed);
  }

  /** The caller's own policies count only if the key's policy allows the account. */
  @ParameterizedTest
  @CsvSource({
    "'{\"AWS\": \"arn:aws:iam::000000000000:role/classify\"}', false, true",
    "'{\"AWS\": \"arn:aws:iam::000000000000:root\"}', true, true",
    "'{\"AWS\": \"arn:aws:iam::000000000000:root\"}', false, false",
    "'{\"AWS\": \"arn:aws:iam::000000000000:role/other\"}', true, false"
  })
  void aRequiredPolicyMustAllow(String keyUser, boolean callerMay, boolean allowed) {
    String key = "arn:aws:kms:eu-west-1:000000000000:key/1";
    if (callerMay) {
      access.putPolicy(
          ROLE, "decrypt", statement("Allow", "", "kms:Decrypt", "\"Resource\": \"*\""));
    }
    ResourcePolicy policy =
        ResourcePolicy.required(
            key,
            PolicyDocument.resourcePolicy(
                statement(
                    "Allow",
                    "\"Principal\": " + keyUser + ",",
                    "kms:Decrypt",
                    "\"Resource\": \"*\"")));

    assertThat(allows(request(ROLE, "kms:Decrypt", key), Optional.of(policy))).isEqualTo(allowed);
  }

  @Test
  void aServiceNeedsAnAllowOfTheResource() {
    Request publish =
        new Request(
            new Principal.Service("s3.amazonaws.com"), "s3:GetObject", BUCKET + "/cat", Map.of());

    assertThat(allows(publish, Optional.empty())).isFalse();
    assertThat(
            allows(
                publish,
                Optional.of(
                    bucketPolicy("Allow", "{\"Service\": \"s3.amazonaws.com\"}", "s3:GetObject"))))
        .isTrue();
  }

  @Test
  void aConditionFailsOnlyOnAKeyThatIsSupplied() {
    access.putPolicy(
        ROLE,
        "work",
        statement(
            "Allow",
            "",
            "s3:GetObject",
            "\"Resource\": \"*\", \"Condition\": {\"Null\": {\"S3:authtype\": true}}"));
    Request read = request(ROLE, "s3:GetObject", BUCKET + "/cat");

    assertThat(allows(read, Optional.empty())).isFalse();
    access.supplies("s3:authType");
    assertThat(allows(read, Optional.empty())).isTrue();
  }

  @Test
  void theAdministratorMayDoWhatNoResourcePolicyDenies() {
    Request read = request(ADMINISTRATOR, "s3:GetObject", BUCKET + "/cat");

    assertThat(allows(read, Optional.empty())).isTrue();
    assertThat(allows(read, Optional.of(bucketPolicy("Deny", "\"*\"", "s3:GetObject")))).isFalse();
  }

  @ParameterizedTest
  @CsvSource({"s3:GetObject, s3:GetObjectVersion", "s3:GetObjectVersion, s3:GetObject"})
  void decidesWithoutAWithheldGrantUntilItIsReturned(String action, String left) {
    access.putPolicy(ROLE, "work", READ);
    AccessReport.GrantUse grant =
        access.report().grants().stream()
            .filter(use -> use.action().equals(action))
            .findAny()
            .orElseThrow();
    Request withheld = request(ROLE, action, BUCKET + "/cat");
    Request other = request(ROLE, left, BUCKET + "/cat");

    access.without(
        grant,
        () -> {
          assertThat(allows(withheld, Optional.empty())).isFalse();
          assertThat(allows(other, Optional.empty())).isTrue();
        });

    assertThat(allows(withheld, Optional.empty())).isTrue();
  }

  @Test
  void withholdsAnActionOnOneOfItsResourcesOnly() {
    access.putPolicy(
        ROLE,
        "work",
        READ.replace(
            "\"arn:aws:s3:::images/*\"", "[\"arn:aws:s3:::images/*\", \"arn:aws:s3:::r/*\"]"));
    AccessReport.GrantUse grant =
        access.report().grants().stream()
            .filter(use -> use.action().equals("s3:GetObject"))
            .filter(use -> use.resource().equals("arn:aws:s3:::r/*"))
            .findAny()
            .orElseThrow();

    Request withheld = request(ROLE, "s3:GetObject", "arn:aws:s3:::r/a");
    Request otherResource = request(ROLE, "s3:GetObject", "arn:aws:s3:::images/a");
    Request otherAction = request(ROLE, "s3:GetObjectVersion", "arn:aws:s3:::r/a");

    access.without(
        grant,
        () -> {
          assertThat(allows(withheld, Optional.empty())).isFalse();
          assertThat(allows(otherResource, Optional.empty())).isTrue();
          assertThat(allows(otherAction, Optional.empty())).isTrue();
        });
  }

  @Test
  void deniesUnknownActionsByName() {
    assertThat(access.denyUnknown(new Principal.Aws(ADMINISTRATOR), "s3", "PUT ?torrent"))
        .asInstanceOf(type(Decision.Denied.class))
        .extracting(Decision.Denied::reason)
        .asString()
        .contains("PUT ?torrent");
    assertThat(access.report().denials())
        .extracting(AccessReport.Denial::action)
        .containsExactly("s3:PUT ?torrent");
  }

  private boolean allows(Request request, Optional<ResourcePolicy> policy) {
    return (policy.isPresent() ? access.decide(request, policy.get()) : access.decide(request))
        instanceof Decision.Allowed;
  }

  private static Request request(String caller, String action, String resource) {
    return new Request(new Principal.Aws(caller), action, resource, Map.of());
  }

  private static ResourcePolicy bucketPolicy(String effect, String principal, String action) {
    return ResourcePolicy.of(
        BUCKET,
        Optional.of(
            statement(
                effect,
                "\"Principal\": " + principal + ",",
                action,
                "\"Resource\": \"arn:aws:s3:::images/*\"")));
  }

  private static String statement(String effect, String principal, String action, String resource) {
    return """
        {"Version": "2012-10-17", "Statement": [
          {"Sid": "Subject", "Effect": "%s", %s "Action": "%s", %s}]}
        """
        .formatted(effect, principal, action, resource);
  }
}
