package dev.twinlens.local.services;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.s3.S3Client;

class S3PolicyTest extends S3AuthorizationTestCase {
  private static final Duration HOUR = Duration.ofHours(1);

  @Test
  void aBucketPolicyThatNamesTheRoleSuffices() {
    putPolicy(mine, "Allow", "{\"AWS\": \"" + role.arn + "\"}", "s3:GetObject", "{}");

    assertThat(get(s3, mine, "cat")).isEqualTo("cat");
    assertDenied(() -> put(s3, mine, "cat"));
    assertDenied(() -> get(new Role(AWS.services()).clients().s3(), mine, "cat"));
  }

  @Test
  void aDenyOfTheBucketOverrides() {
    role.may("s3:*", "*");
    putPolicy(mine, "Deny", "\"*\"", "s3:GetObject", "{}");

    assertDenied(() -> get(s3, mine, "cat"));
    assertDenied(() -> get(administrator, mine, "cat"));
    assertThat(get(s3, other, "secret")).isEqualTo(SECRET);
  }

  /** A condition that cannot be decided counts against the caller. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"StringSounds\": {\"s3:authType\": \"REST-HEADER\"}}",
        "{\"NumericLessThan\": {\"s3:TlsVersion\": \"1.2\"}}",
        "{\"Null\": {\"s3:x-amz-server-side-encryption\": \"false\"}}"
      })
  void aConditionThatCannotBeDecidedDenies(String condition) {
    putPolicy(mine, "Allow", "{\"AWS\": \"" + role.arn + "\"}", "s3:GetObject", condition);
    assertDenied(() -> get(s3, mine, "cat"));

    role.may("s3:GetObject", "*");
    assertThat(get(s3, mine, "cat")).isEqualTo("cat");
    putPolicy(mine, "Deny", "\"*\"", "s3:GetObject", condition);
    assertDenied(() -> get(s3, mine, "cat"));
  }

  @Test
  void aPolicyCanRequireTls() {
    role.may("s3:*", "*");
    S3Client plain = new Clients(AWS.services().plainEndpoint(), role.key).s3();
    assertThat(get(plain, mine, "cat")).isEqualTo("cat");

    putPolicy(mine, "Deny", "\"*\"", "s3:*", "{\"Bool\": {\"aws:SecureTransport\": \"false\"}}");

    assertDenied(() -> get(plain, mine, "cat"));
    assertThat(get(s3, mine, "cat")).isEqualTo("cat");
    assertThat(get(plain, other, "secret")).isEqualTo(SECRET);
  }

  @Test
  void aPolicyCanRejectOldPresignedUrls() throws Exception {
    role.may("s3:GetObject", arn(mine, "*"));
    putPolicy(
        mine,
        "Deny",
        "\"*\"",
        "s3:GetObject",
        """
        {"StringEquals": {"s3:authType": "REST-QUERY-STRING"},
         "NumericGreaterThan": {"s3:signatureAge": "300000"}}
        """);
    SignedHttp signer = raw(role.key);
    Instant now = Instant.now();

    URI old = signer.presigned("GET", "/" + mine + "/cat", now.minusSeconds(400), HOUR);
    URI young = signer.presigned("GET", "/" + mine + "/cat", now.minusSeconds(200), HOUR);

    assertAccessDenied(SignedHttp.get(old));
    assertThat(SignedHttp.get(young).body()).isEqualTo("cat");
    assertThat(get(s3, mine, "cat")).isEqualTo("cat");
  }

  @Test
  void aPolicyCanRejectAllPresignedUrls() throws Exception {
    role.may("s3:GetObject", arn(mine, "*"));
    URI url = raw(role.key).presigned("GET", "/" + mine + "/cat", Instant.now(), HOUR);
    assertThat(SignedHttp.get(url).body()).isEqualTo("cat");

    putPolicy(
        mine,
        "Deny",
        "\"*\"",
        "s3:GetObject",
        "{\"StringNotEquals\": {\"s3:authType\": \"REST-HEADER\"}}");

    assertAccessDenied(SignedHttp.get(url));
    assertThat(get(s3, mine, "cat")).isEqualTo("cat");
  }

  @Test
  void aPresignedUrlHasThePermissionsThatItsSignerHasWhenItIsUsed() throws Exception {
    URI url = raw(role.key).presigned("GET", "/" + mine + "/cat", Instant.now(), HOUR);
    assertAccessDenied(SignedHttp.get(url));

    role.may("s3:GetObject", arn(mine, "*"));
    assertThat(SignedHttp.get(url).body()).isEqualTo("cat");

    role.may("s3:PutObject", arn(mine, "*"));
    assertAccessDenied(SignedHttp.get(url));
  }

  private void putPolicy(
      String bucket, String effect, String principal, String action, String condition) {
    administrator.putBucketPolicy(
        put ->
            put.bucket(bucket)
                .policy(
                    """
                    {"Version": "2012-10-17", "Statement": [{"Effect": "%s", "Principal": %s,
                     "Action": "%s", "Resource": "arn:aws:s3:::%s/*", "Condition": %s}]}
                    """
                        .formatted(effect, principal, action, bucket, condition)));
  }
}
