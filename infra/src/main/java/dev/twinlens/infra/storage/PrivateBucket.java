package dev.twinlens.infra.storage;

import com.pulumi.aws.s3.BucketCorsConfigurationV2;
import com.pulumi.aws.s3.BucketCorsConfigurationV2Args;
import com.pulumi.aws.s3.BucketLifecycleConfigurationV2;
import com.pulumi.aws.s3.BucketLifecycleConfigurationV2Args;
import com.pulumi.aws.s3.BucketOwnershipControls;
import com.pulumi.aws.s3.BucketOwnershipControlsArgs;
import com.pulumi.aws.s3.BucketPolicy;
import com.pulumi.aws.s3.BucketPolicyArgs;
import com.pulumi.aws.s3.BucketPublicAccessBlock;
import com.pulumi.aws.s3.BucketPublicAccessBlockArgs;
import com.pulumi.aws.s3.BucketServerSideEncryptionConfigurationV2;
import com.pulumi.aws.s3.BucketServerSideEncryptionConfigurationV2Args;
import com.pulumi.aws.s3.BucketV2;
import com.pulumi.aws.s3.BucketV2Args;
import com.pulumi.aws.s3.BucketVersioningV2;
import com.pulumi.aws.s3.BucketVersioningV2Args;
import com.pulumi.aws.s3.inputs.BucketCorsConfigurationV2CorsRuleArgs;
import com.pulumi.aws.s3.inputs.BucketLifecycleConfigurationV2RuleAbortIncompleteMultipartUploadArgs;
import com.pulumi.aws.s3.inputs.BucketLifecycleConfigurationV2RuleArgs;
import com.pulumi.aws.s3.inputs.BucketLifecycleConfigurationV2RuleExpirationArgs;
import com.pulumi.aws.s3.inputs.BucketLifecycleConfigurationV2RuleFilterArgs;
import com.pulumi.aws.s3.inputs.BucketLifecycleConfigurationV2RuleNoncurrentVersionExpirationArgs;
import com.pulumi.aws.s3.inputs.BucketOwnershipControlsRuleArgs;
import com.pulumi.aws.s3.inputs.BucketServerSideEncryptionConfigurationV2RuleApplyServerSideEncryptionByDefaultArgs;
import com.pulumi.aws.s3.inputs.BucketServerSideEncryptionConfigurationV2RuleArgs;
import com.pulumi.aws.s3.inputs.BucketVersioningV2VersioningConfigurationArgs;
import com.pulumi.core.Output;
import com.pulumi.resources.ComponentResource;
import com.pulumi.resources.ComponentResourceOptions;
import com.pulumi.resources.CustomResourceOptions;
import dev.twinlens.infra.policy.Policies;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import software.amazon.awssdk.policybuilder.iam.IamStatement;

/**
 * An S3 bucket that only this account reaches, over TLS, with its owner owning each object.
 *
 * <p>The one place that knows the provider's {@code V2} names: version 7 of it drops the suffix.
 */
public final class PrivateBucket extends ComponentResource {
  private final String name;
  private final BucketV2 bucket;
  private final BucketPublicAccessBlock publicAccess;

  /**
   * What a caller decides.
   *
   * @param protectData whether the bucket survives {@code pulumi destroy}; else it goes with all
   *     its objects
   * @param keepOldVersionsDays days that an overwritten or deleted object is kept; without it the
   *     bucket has no versions
   */
  public record Args(boolean protectData, OptionalInt keepOldVersionsDays) {

    /** A bucket without versions. */
    public static Args plain(boolean protectData) {
      return new Args(protectData, OptionalInt.empty());
    }
  }

  public PrivateBucket(String name, Args args, ComponentResourceOptions options) {
    super("twinlens:infra:PrivateBucket", name, options);
    this.name = name;
    var child = CustomResourceOptions.builder().parent(this).build();
    bucket =
        new BucketV2(
            name,
            BucketV2Args.builder().forceDestroy(!args.protectData()).build(),
            CustomResourceOptions.builder().parent(this).protect(args.protectData()).build());

    new BucketOwnershipControls(
        name + "-ownership",
        BucketOwnershipControlsArgs.builder()
            .bucket(bucket.bucket())
            .rule(
                BucketOwnershipControlsRuleArgs.builder()
                    .objectOwnership("BucketOwnerEnforced")
                    .build())
            .build(),
        child);
    publicAccess =
        new BucketPublicAccessBlock(
            name + "-public-access",
            BucketPublicAccessBlockArgs.builder()
                .bucket(bucket.bucket())
                .blockPublicAcls(true)
                .blockPublicPolicy(true)
                .ignorePublicAcls(true)
                .restrictPublicBuckets(true)
                .build(),
            child);
    new BucketServerSideEncryptionConfigurationV2(
        name + "-encryption",
        BucketServerSideEncryptionConfigurationV2Args.builder()
            .bucket(bucket.bucket())
            .rules(
                BucketServerSideEncryptionConfigurationV2RuleArgs.builder()
                    .applyServerSideEncryptionByDefault(
                        BucketServerSideEncryptionConfigurationV2RuleApplyServerSideEncryptionByDefaultArgs
                            .builder()
                            .sseAlgorithm("AES256")
                            .build())
                    .build())
            .build(),
        child);

    var lifecycle = new ArrayList<BucketLifecycleConfigurationV2RuleArgs>();
    lifecycle.add(
        rule("abandoned-uploads")
            .abortIncompleteMultipartUpload(
                BucketLifecycleConfigurationV2RuleAbortIncompleteMultipartUploadArgs.builder()
                    .daysAfterInitiation(1)
                    .build())
            .build());
    var lifecycleAfter = CustomResourceOptions.builder().parent(this);
    if (args.keepOldVersionsDays().isPresent()) {
      lifecycleAfter.dependsOn(
          new BucketVersioningV2(
              name + "-versioning",
              BucketVersioningV2Args.builder()
                  .bucket(bucket.bucket())
                  .versioningConfiguration(
                      BucketVersioningV2VersioningConfigurationArgs.builder()
                          .status("Enabled")
                          .build())
                  .build(),
              child));
      lifecycle.add(
          rule("old-versions")
              .noncurrentVersionExpiration(
                  BucketLifecycleConfigurationV2RuleNoncurrentVersionExpirationArgs.builder()
                      .noncurrentDays(args.keepOldVersionsDays().getAsInt())
                      .build())
              .expiration(
                  BucketLifecycleConfigurationV2RuleExpirationArgs.builder()
                      .expiredObjectDeleteMarker(true)
                      .build())
              .build());
    }
    new BucketLifecycleConfigurationV2(
        name + "-lifecycle",
        BucketLifecycleConfigurationV2Args.builder()
            .bucket(bucket.bucket())
            .rules(lifecycle)
            .build(),
        lifecycleAfter.build());

    registerOutputs(Map.of("arn", arn(), "bucketName", bucketName()));
  }

  private static BucketLifecycleConfigurationV2RuleArgs.Builder rule(String id) {
    return BucketLifecycleConfigurationV2RuleArgs.builder()
        .id(id)
        .status("Enabled")
        .filter(BucketLifecycleConfigurationV2RuleFilterArgs.builder().prefix("").build());
  }

  /**
   * Registers the bucket's policy: TLS only, and what the statements say. It is apart from the
   * constructor, and has to be called once, because who may read a bucket may need to know it
   * first.
   *
   * @param statements further statements
   */
  public void policy(Output<List<IamStatement>> statements) {
    // After the public access block: S3 refuses two changes of a bucket's access at once.
    new BucketPolicy(
        name + "-policy",
        BucketPolicyArgs.builder()
            .bucket(bucket.bucket())
            .policy(
                Output.tuple(bucket.arn(), statements)
                    .applyValue(
                        known -> {
                          var all = new ArrayList<IamStatement>();
                          all.add(
                              Policies.denyInsecureTransport(
                                  "s3:*", List.of(known.t1, known.t1 + "/*")));
                          all.addAll(known.t2);
                          return Policies.json(all);
                        }))
            .build(),
        CustomResourceOptions.builder().parent(this).dependsOn(publicAccess).build());
  }

  /**
   * Registers what browsers may do from other origins. It is apart from the constructor, because a
   * page names the bucket in its headers before its origin is known.
   */
  public void cors(BucketCorsConfigurationV2CorsRuleArgs rule) {
    new BucketCorsConfigurationV2(
        name + "-cors",
        BucketCorsConfigurationV2Args.builder().bucket(bucket.bucket()).corsRules(rule).build(),
        CustomResourceOptions.builder().parent(this).build());
  }

  public Output<String> arn() {
    return bucket.arn();
  }

  /** The ARN of all objects, for a policy. */
  public Output<String> objects() {
    return objects("");
  }

  /** The ARN of all objects whose keys begin with the prefix. */
  public Output<String> objects(String prefix) {
    return bucket.arn().applyValue(arn -> arn + "/" + prefix + "*");
  }

  /** Where presigned URLs lead: the origin that the AWS SDK for Java puts into them. */
  public Output<String> presignedOrigin() {
    return Output.tuple(bucket.region(), bucket.bucketDomainName(), regionalDomainName())
        .applyValue(known -> "https://" + presignedHost(known.t1, known.t2, known.t3));
  }

  /**
   * The SDK keeps to the name without a region in the region that was there before there were any.
   */
  public static String presignedHost(String region, String domainName, String regionalDomainName) {
    return region.equals("us-east-1") ? domainName : regionalDomainName;
  }

  /** The host that CloudFront fetches from. */
  public Output<String> regionalDomainName() {
    return bucket.bucketRegionalDomainName();
  }

  /** The physical name. */
  public Output<String> bucketName() {
    return bucket.bucket();
  }
}
