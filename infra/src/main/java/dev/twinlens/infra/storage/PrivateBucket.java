package dev.twinlens.infra.storage;

import com.pulumi.aws.s3.BucketLifecycleConfigurationV2;
import com.pulumi.aws.s3.BucketLifecycleConfigurationV2Args;
import com.pulumi.aws.s3.BucketOwnershipControls;
import com.pulumi.aws.s3.BucketPolicy;
import com.pulumi.aws.s3.BucketPolicyArgs;
import com.pulumi.aws.s3.BucketPublicAccessBlock;
import com.pulumi.aws.s3.BucketServerSideEncryptionConfigurationV2;
import com.pulumi.aws.s3.BucketV2;
import com.pulumi.aws.s3.BucketV2Args;
import com.pulumi.aws.s3.BucketVersioningV2;
import com.pulumi.aws.s3.inputs.BucketLifecycleConfigurationV2RuleArgs;
import com.pulumi.core.Output;
import com.pulumi.resources.ComponentResource;
import com.pulumi.resources.ComponentResourceOptions;
import com.pulumi.resources.CustomResourceOptions;
import com.pulumi.resources.Resource;
import dev.twinlens.infra.policy.Policies;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.Function;
import software.amazon.awssdk.policybuilder.iam.IamStatement;

/**
 * An S3 bucket that only this account reaches, over TLS, and whose owner owns each object. Creates
 * the bucket, its ownership controls, public access block, encryption, lifecycle rules and policy,
 * and versioning where old versions are kept.
 *
 * <p>Only this package has the provider's {@code V2} names: its version 7 drops the suffix.
 */
public final class PrivateBucket extends ComponentResource {
  private final BucketV2 bucket;

  /**
   * What a caller decides.
   *
   * @param protectData whether the bucket survives {@code pulumi destroy}; otherwise it is deleted
   *     with all its objects
   * @param keepOldVersionsDays days that an overwritten or deleted object is kept; empty for a
   *     bucket without versions
   * @param expiryDays days after which objects are deleted, by the prefix of their keys
   * @param statements the statements that its policy has besides TLS only
   */
  public record Args(
      boolean protectData,
      OptionalInt keepOldVersionsDays,
      Map<String, Integer> expiryDays,
      Function<Address, Output<List<IamStatement>>> statements) {

    /** A bucket without versions, which is only for roles of this account. */
    public static Args plain(boolean protectData) {
      return new Args(protectData, OptionalInt.empty(), Map.of(), address -> Output.of(List.of()));
    }

    public Args keepingOldVersions(int days) {
      return new Args(protectData, OptionalInt.of(days), expiryDays, statements);
    }

    public Args deletingAfter(int days, String prefix) {
      return new Args(protectData, keepOldVersionsDays, Map.of(prefix, days), statements);
    }

    public Args with(Function<Address, Output<List<IamStatement>>> others) {
      return new Args(protectData, keepOldVersionsDays, expiryDays, others);
    }
  }

  /**
   * How a bucket is named by others.
   *
   * @param arn its ARN
   * @param regionalDomainName the host that CloudFront fetches from
   */
  public record Address(Output<String> arn, Output<String> regionalDomainName) {}

  public PrivateBucket(String name, Args args, ComponentResourceOptions options) {
    super("twinlens:infra:PrivateBucket", name, options);
    var child = CustomResourceOptions.builder().parent(this).build();
    bucket =
        new BucketV2(
            name,
            BucketV2Args.builder().forceDestroy(!args.protectData()).build(),
            CustomResourceOptions.builder().parent(this).protect(args.protectData()).build());
    new BucketOwnershipControls(name + "-ownership", BucketDefaults.ownership(bucketName()), child);
    var publicAccessBlock =
        new BucketPublicAccessBlock(
            name + "-public-access", BucketDefaults.publicAccessBlock(bucketName()), child);
    new BucketServerSideEncryptionConfigurationV2(
        name + "-encryption", BucketDefaults.encryption(bucketName()), child);

    var rules = new ArrayList<>(List.of(BucketDefaults.endAbandonedUploads()));
    var versioning = new ArrayList<Resource>();
    args.keepOldVersionsDays()
        .ifPresent(
            days -> {
              versioning.add(
                  new BucketVersioningV2(
                      name + "-versioning", BucketDefaults.versioning(bucketName()), child));
              rules.add(BucketDefaults.endOldVersions(days));
            });
    args.expiryDays().forEach((prefix, days) -> rules.add(BucketDefaults.endObjects(prefix, days)));
    lifecycle(name, rules, versioning);
    policy(
        name,
        args.statements().apply(new Address(arn(), bucket.bucketRegionalDomainName())),
        publicAccessBlock);
    registerOutputs(Map.of("arn", arn(), "bucketName", bucketName()));
  }

  /** Rules for old versions require versioning. */
  private void lifecycle(
      String name, List<BucketLifecycleConfigurationV2RuleArgs> rules, List<Resource> versioning) {
    new BucketLifecycleConfigurationV2(
        name + "-lifecycle",
        BucketLifecycleConfigurationV2Args.builder().bucket(bucketName()).rules(rules).build(),
        CustomResourceOptions.builder().parent(this).dependsOn(versioning).build());
  }

  /** S3 refuses two changes of a bucket's access at once, so one waits for the other. */
  private void policy(
      String name, Output<List<IamStatement>> statements, BucketPublicAccessBlock publicAccess) {
    new BucketPolicy(
        name + "-policy",
        BucketPolicyArgs.builder()
            .bucket(bucketName())
            .policy(Output.tuple(arn(), statements).applyValue(known -> policy(known.t1, known.t2)))
            .build(),
        CustomResourceOptions.builder().parent(this).dependsOn(publicAccess).build());
  }

  private static String policy(String arn, List<IamStatement> statements) {
    var all = new ArrayList<IamStatement>();
    all.add(Policies.denyInsecureTransport("s3:*", List.of(arn, arn + "/*")));
    all.addAll(statements);
    return Policies.json(all);
  }

  public Output<String> arn() {
    return bucket.arn();
  }

  /** The ARN of all objects whose keys begin with the prefix. */
  public Output<String> objects(String prefix) {
    return arn().applyValue(arn -> arn + "/" + prefix + "*");
  }

  /** The origin of the presigned URLs that the AWS SDK for Java makes. */
  public Output<String> presignedOrigin() {
    return Output.tuple(
            bucket.region(), bucket.bucketDomainName(), bucket.bucketRegionalDomainName())
        .applyValue(known -> "https://" + presignedHost(known.t1, known.t2, known.t3));
  }

  /** In S3's first region, the SDK uses the host name without a region. */
  static String presignedHost(String region, String domainName, String regionalDomainName) {
    return region.equals("us-east-1") ? domainName : regionalDomainName;
  }

  /** The physical name. */
  public Output<String> bucketName() {
    return bucket.bucket();
  }
}
