package dev.twinlens.infra.storage;

import com.pulumi.aws.s3.BucketOwnershipControlsArgs;
import com.pulumi.aws.s3.BucketPublicAccessBlockArgs;
import com.pulumi.aws.s3.BucketServerSideEncryptionConfigurationV2Args;
import com.pulumi.aws.s3.BucketVersioningV2Args;
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

/** The settings of every {@link PrivateBucket}, as data. */
final class BucketDefaults {
  private static final String ENABLED = "Enabled";

  private BucketDefaults() {}

  /** The bucket's owner owns every object: there are no ACLs. */
  static BucketOwnershipControlsArgs ownership(Output<String> bucket) {
    return BucketOwnershipControlsArgs.builder()
        .bucket(bucket)
        .rule(
            BucketOwnershipControlsRuleArgs.builder()
                .objectOwnership("BucketOwnerEnforced")
                .build())
        .build();
  }

  static BucketPublicAccessBlockArgs publicAccessBlock(Output<String> bucket) {
    return BucketPublicAccessBlockArgs.builder()
        .bucket(bucket)
        .blockPublicAcls(true)
        .blockPublicPolicy(true)
        .ignorePublicAcls(true)
        .restrictPublicBuckets(true)
        .build();
  }

  /** SSE-S3. */
  static BucketServerSideEncryptionConfigurationV2Args encryption(Output<String> bucket) {
    return BucketServerSideEncryptionConfigurationV2Args.builder()
        .bucket(bucket)
        .rules(
            BucketServerSideEncryptionConfigurationV2RuleArgs.builder()
                .applyServerSideEncryptionByDefault(
                    BucketServerSideEncryptionConfigurationV2RuleApplyServerSideEncryptionByDefaultArgs
                        .builder()
                        .sseAlgorithm("AES256")
                        .build())
                .build())
        .build();
  }

  static BucketVersioningV2Args versioning(Output<String> bucket) {
    return BucketVersioningV2Args.builder()
        .bucket(bucket)
        .versioningConfiguration(
            BucketVersioningV2VersioningConfigurationArgs.builder().status(ENABLED).build())
        .build();
  }

  static BucketLifecycleConfigurationV2RuleArgs endAbandonedUploads() {
    return rule("abandoned-uploads")
        .abortIncompleteMultipartUpload(
            BucketLifecycleConfigurationV2RuleAbortIncompleteMultipartUploadArgs.builder()
                .daysAfterInitiation(1)
                .build())
        .build();
  }

  static BucketLifecycleConfigurationV2RuleArgs endOldVersions(int days) {
    return rule("old-versions")
        .noncurrentVersionExpiration(
            BucketLifecycleConfigurationV2RuleNoncurrentVersionExpirationArgs.builder()
                .noncurrentDays(days)
                .build())
        .expiration(
            BucketLifecycleConfigurationV2RuleExpirationArgs.builder()
                .expiredObjectDeleteMarker(true)
                .build())
        .build();
  }

  /** Deletes objects whose keys begin with the prefix, which is a folder's name and a slash. */
  static BucketLifecycleConfigurationV2RuleArgs endObjects(String prefix, int days) {
    return rule("old-" + prefix.replace("/", ""), prefix)
        .expiration(BucketLifecycleConfigurationV2RuleExpirationArgs.builder().days(days).build())
        .build();
  }

  private static BucketLifecycleConfigurationV2RuleArgs.Builder rule(String id) {
    return rule(id, "");
  }

  private static BucketLifecycleConfigurationV2RuleArgs.Builder rule(String id, String prefix) {
    return BucketLifecycleConfigurationV2RuleArgs.builder()
        .id(id)
        .status(ENABLED)
        .filter(BucketLifecycleConfigurationV2RuleFilterArgs.builder().prefix(prefix).build());
  }
}
