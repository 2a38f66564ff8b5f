package dev.twinlens.infra.storage;

import static org.assertj.core.api.Assertions.assertThat;

import com.pulumi.core.Output;
import dev.twinlens.infra.Recordings;
import dev.twinlens.infra.graph.PolicyStatement;
import dev.twinlens.infra.graph.RecordedResource;
import dev.twinlens.infra.graph.RecordedStack;
import dev.twinlens.infra.policy.Policies;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class PrivateBucketTest {
  private static final String ARN = "arn:aws:s3:::shelf-1a2b3c4";

  private static RecordedStack plain;

  @BeforeAll
  static void register() {
    plain = bucket(PrivateBucket.Args.plain(false));
  }

  private static RecordedStack bucket(PrivateBucket.Args args) {
    return Recordings.ofComponent(options -> new PrivateBucket("shelf", args, options));
  }

  @Test
  void consistsOfABucketWithItsConfiguration() {
    assertThat(plain.childrenOf("shelf"))
        .extracting(RecordedResource::toString)
        .containsExactlyInAnyOrder(
            "aws:s3/bucketV2:BucketV2 shelf",
            "aws:s3/bucketOwnershipControls:BucketOwnershipControls shelf-ownership",
            "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock shelf-public-access",
            "aws:s3/bucketServerSideEncryptionConfigurationV2"
                + ":BucketServerSideEncryptionConfigurationV2 shelf-encryption",
            "aws:s3/bucketLifecycleConfigurationV2:BucketLifecycleConfigurationV2 shelf-lifecycle",
            "aws:s3/bucketPolicy:BucketPolicy shelf-policy");
  }

  @Test
  void isPrivateEncryptedAndOwned() {
    assertThat(
            plain
                .resource(
                    "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock", "shelf-public-access")
                .inputs())
        .isEqualTo(
            Map.of(
                "bucket", "shelf-1a2b3c4",
                "blockPublicAcls", true,
                "blockPublicPolicy", true,
                "ignorePublicAcls", true,
                "restrictPublicBuckets", true));
    assertThat(
            plain
                .resource(
                    "aws:s3/bucketServerSideEncryptionConfigurationV2"
                        + ":BucketServerSideEncryptionConfigurationV2",
                    "shelf-encryption")
                .input("rules.0.applyServerSideEncryptionByDefault.sseAlgorithm"))
        .isEqualTo("AES256");
    assertThat(
            plain
                .resource(
                    "aws:s3/bucketOwnershipControls:BucketOwnershipControls", "shelf-ownership")
                .input("rule.objectOwnership"))
        .isEqualTo("BucketOwnerEnforced");
  }

  @Test
  void requiresTlsInEveryConfiguration() {
    var policy = plain.resource("aws:s3/bucketPolicy:BucketPolicy", "shelf-policy");
    assertThat(policy.policy("policy"))
        .containsExactly(PolicyStatement.tlsOnly("s3:*", ARN, ARN + "/*"));
    assertThat(policy.dependencyNames()).contains("shelf-public-access");
  }

  @Test
  void requiresTlsBesidesOtherStatements() {
    var shared =
        bucket(
            PrivateBucket.Args.plain(false)
                .with(
                    address ->
                        Output.tuple(address.arn(), address.regionalDomainName())
                            .applyValue(
                                known ->
                                    List.of(
                                        Policies.allowService(
                                                "Read",
                                                "example.amazonaws.com",
                                                "s3:GetObject",
                                                known.t1 + "/*",
                                                "arn:for:" + known.t2)
                                            .build()))));
    assertThat(shared.resource("aws:s3/bucketPolicy:BucketPolicy", "shelf-policy").policy("policy"))
        .containsExactlyInAnyOrder(
            PolicyStatement.tlsOnly("s3:*", ARN, ARN + "/*"),
            new PolicyStatement(
                "Read",
                "Allow",
                "{Service=example.amazonaws.com}",
                Set.of("s3:GetObject"),
                Set.of(ARN + "/*"),
                Map.of(
                    "ArnEquals",
                    Map.of("aws:SourceArn", "arn:for:shelf-1a2b3c4.s3.eu-west-1.amazonaws.com"))));
  }

  @Test
  void keepsOldVersionsOnlyIfConfigured() {
    var kept = bucket(PrivateBucket.Args.plain(false).keepingOldVersions(9));
    var lifecycle =
        kept.resource(
            "aws:s3/bucketLifecycleConfigurationV2:BucketLifecycleConfigurationV2",
            "shelf-lifecycle");
    assertThat(lifecycle.input("rules.1.noncurrentVersionExpiration"))
        .isEqualTo(Map.of("noncurrentDays", 9.0));
    assertThat(lifecycle.dependencyNames()).contains("shelf-versioning");
    assertThat(
            plain
                .resource(
                    "aws:s3/bucketLifecycleConfigurationV2:BucketLifecycleConfigurationV2",
                    "shelf-lifecycle")
                .find("rules.1"))
        .isEmpty();
  }

  @Test
  void deletesOldObjectsOfAPrefix() {
    assertThat(
            bucket(PrivateBucket.Args.plain(false).deletingAfter(9, "work/"))
                .resource(
                    "aws:s3/bucketLifecycleConfigurationV2:BucketLifecycleConfigurationV2",
                    "shelf-lifecycle")
                .input("rules.1"))
        .isEqualTo(
            Map.of(
                "id",
                "old-work",
                "status",
                "Enabled",
                "filter",
                Map.of("prefix", "work/"),
                "expiration",
                Map.of("days", 9.0)));
  }

  @Test
  void survivesDestroyOnlyWhenProtected() {
    var bucket = plain.resource("aws:s3/bucketV2:BucketV2", "shelf");
    assertThat(bucket.isProtected()).isFalse();
    assertThat(bucket.input("forceDestroy")).isEqualTo(true);
    var data = bucket(PrivateBucket.Args.plain(true)).resource("aws:s3/bucketV2:BucketV2", "shelf");
    assertThat(data.isProtected()).isTrue();
    assertThat(data.input("forceDestroy")).isEqualTo(false);
  }
}
