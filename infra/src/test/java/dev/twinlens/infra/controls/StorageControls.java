package dev.twinlens.infra.controls;

import static dev.twinlens.infra.controls.Check.each;
import static dev.twinlens.infra.controls.Check.eachBucket;
import static dev.twinlens.infra.controls.Check.none;
import static dev.twinlens.infra.controls.Conditions.anyRule;
import static dev.twinlens.infra.controls.Conditions.contains;
import static dev.twinlens.infra.controls.Conditions.is;
import static dev.twinlens.infra.controls.Conditions.ofSameBucket;
import static dev.twinlens.infra.controls.Conditions.present;
import static dev.twinlens.infra.controls.PolicyChecks.allowsOnlyServices;
import static dev.twinlens.infra.controls.PolicyChecks.tlsOnly;

/** Controls of S3 and DynamoDB. */
final class StorageControls {
  private StorageControls() {}

  private static Check flag(String name) {
    return eachBucket(Types.BUCKET_PUBLIC_ACCESS, is(name, true), "has " + name);
  }

  static void addTo(ControlChecks checks) {
    storage(checks);
    table(checks);
  }

  private static void storage(ControlChecks checks) {
    checks.met(flag("blockPublicAcls"), "CKV_AWS_53");
    checks.met(flag("blockPublicPolicy"), "CKV_AWS_54");
    checks.met(flag("ignorePublicAcls"), "CKV_AWS_55");
    checks.met(flag("restrictPublicBuckets"), "CKV_AWS_56");
    var blocked =
        flag("blockPublicAcls")
            .and(flag("blockPublicPolicy"))
            .and(flag("ignorePublicAcls"))
            .and(flag("restrictPublicBuckets"));
    checks.met(blocked, "S3.8", "AwsSolutions-S2", "CKV2_AWS_6");
    checks.met(blocked.and(allowsOnlyServices(Types.BUCKET_POLICY)), "S3.2", "S3.3");
    checks.met(
        eachBucket(
                Types.BUCKET_OWNERSHIP,
                is("rule.objectOwnership", "BucketOwnerEnforced"),
                "has no ACLs")
            .and(none(Types.BUCKET_ACL)),
        "S3.12",
        "CKV_AWS_20",
        "CKV_AWS_57");
    checks.met(
        tlsOnly(Types.BUCKET, Types.BUCKET_POLICY, "bucket", "s3:*"),
        "S3.5",
        "AwsSolutions-S10",
        "CKV_AWS_379");
    checks.met(allowsOnlyServices(Types.BUCKET_POLICY), "S3.6");
    checks.met(
        eachBucket(
            Types.BUCKET_ENCRYPTION,
            present("rules.0.applyServerSideEncryptionByDefault.sseAlgorithm"),
            "is encrypted"),
        "CKV_AWS_19");
    checks.met(
        eachBucket(Types.BUCKET_LIFECYCLE, is("rules.0.status", "Enabled"), "has a lifecycle"),
        "S3.13",
        "CKV2_AWS_61");
    checks.met(
        eachBucket(
            Types.BUCKET_LIFECYCLE,
            anyRule("abortIncompleteMultipartUpload"),
            "ends abandoned uploads"),
        "CKV_AWS_300");
    checks.met(
        each(
            Types.BUCKET_VERSIONING,
            (recorded, versioning) ->
                ofSameBucket(recorded, versioning, Types.BUCKET_LIFECYCLE).stream()
                    .anyMatch(anyRule("noncurrentVersionExpiration")),
            "belongs to a bucket whose old versions expire"),
        "S3.10");
    // Partly: where originals are.
    checks.met(
        each(
            Types.BUCKET_NOTIFICATION,
            (recorded, notification) ->
                ofSameBucket(recorded, notification, Types.BUCKET_VERSIONING).stream()
                    .anyMatch(is("versioningConfiguration.status", "Enabled")),
            "belongs to a bucket with versions"),
        "S3.14",
        "CKV_AWS_21");
    checks.met(
        each(
            Types.BUCKET_CORS,
            (recorded, cors) ->
                !contains("corsRules.0.allowedMethods", "PUT").test(cors)
                    || !ofSameBucket(recorded, cors, Types.BUCKET_NOTIFICATION).isEmpty(),
            "takes no uploads, or its bucket sends events of them"),
        "CKV2_AWS_62");
  }

  private static void table(ControlChecks checks) {
    checks.met(
        each(Types.TABLE, is("billingMode", "PAY_PER_REQUEST"), "scales with demand"),
        "DynamoDB.1");
    checks.met(
        each(Types.TABLE, is("pointInTimeRecovery.enabled", true), "can be restored to any time"),
        "DynamoDB.2",
        "AwsSolutions-DDB3",
        "CKV_AWS_28");
    // Partly: with protectData.
    checks.met(
        each(
            Types.TABLE,
            table -> !table.isProtected() || is("deletionProtectionEnabled", true).test(table),
            "is protected at AWS where Pulumi protects it"),
        "DynamoDB.6");
  }
}
