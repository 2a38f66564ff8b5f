package dev.twinlens.infra.storage;

import com.pulumi.aws.dynamodb.Table;
import com.pulumi.core.Output;
import com.pulumi.resources.ComponentResource;
import com.pulumi.resources.ComponentResourceOptions;
import com.pulumi.resources.CustomResourceOptions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.policybuilder.iam.IamConditionOperator;
import software.amazon.awssdk.policybuilder.iam.IamEffect;
import software.amazon.awssdk.policybuilder.iam.IamPrincipal;
import software.amazon.awssdk.policybuilder.iam.IamStatement;

/**
 * Keeps images and what is derived from them. Creates a bucket with versions for the originals, a
 * bucket for results and thumbnails, and the table of images and labels.
 */
public final class ImageStore extends ComponentResource {
  /** How long an overwritten or deleted original can be restored. */
  private static final int OLD_VERSIONS_DAYS = 30;

  /** The prefix of the keys of the audit's working files. */
  public static final String AUDIT = "audit/";

  /** The audit deletes its files itself. These are of audits that were given up. */
  private static final int AUDIT_DAYS = 30;

  private final PrivateBucket images;
  private final PrivateBucket results;
  private final Table table;

  /**
   * What a caller decides.
   *
   * @param uploadExpiry the maximum age of a presigned PUT
   * @param viewExpiry the maximum age of a presigned GET
   * @param protectData whether the data survives {@code pulumi destroy}
   */
  public record Args(Duration uploadExpiry, Duration viewExpiry, boolean protectData) {}

  public ImageStore(String name, Args args, ComponentResourceOptions options) {
    super("twinlens:infra:ImageStore", name, options);
    var childComponent = ComponentResourceOptions.builder().parent(this).build();
    images =
        new PrivateBucket(
            name + "-images",
            PrivateBucket.Args.plain(args.protectData())
                .keepingOldVersions(OLD_VERSIONS_DAYS)
                .with(bucket -> bucket.arn().applyValue(arn -> denyStaleUrls(arn, args))),
            childComponent);
    results =
        new PrivateBucket(
            name + "-results",
            PrivateBucket.Args.plain(args.protectData()).deletingAfter(AUDIT_DAYS, AUDIT),
            childComponent);
    table =
        new Table(
            name + "-table",
            ImageTableSchema.args(args.protectData()),
            CustomResourceOptions.builder().parent(this).protect(args.protectData()).build());
    registerOutputs(
        Map.of(
            "imagesBucket", images.bucketName(),
            "resultsBucket", results.bucketName(),
            "imagesTable", tableName()));
  }

  private static List<IamStatement> denyStaleUrls(String bucketArn, Args args) {
    return List.of(
        denyStaleUrls("DenyStaleUploads", List.of("s3:PutObject"), bucketArn, args.uploadExpiry()),
        denyStaleUrls(
            "DenyStaleViews",
            List.of("s3:GetObject", "s3:GetObjectVersion"),
            bucketArn,
            args.viewExpiry()));
  }

  /** The signer of a URL chooses its expiry; the bucket enforces an upper limit. */
  private static IamStatement denyStaleUrls(
      String sid, List<String> actions, String bucketArn, Duration oldest) {
    return IamStatement.builder()
        .sid(sid)
        .effect(IamEffect.DENY)
        .addPrincipal(IamPrincipal.ALL)
        .actionIds(actions)
        .addResource(bucketArn + "/*")
        .addCondition(IamConditionOperator.STRING_EQUALS, "s3:authType", "REST-QUERY-STRING")
        .addCondition(
            IamConditionOperator.NUMERIC_GREATER_THAN,
            "s3:signatureAge",
            String.valueOf(oldest.toMillis()))
        .build();
  }

  public PrivateBucket images() {
    return images;
  }

  public PrivateBucket results() {
    return results;
  }

  /** The origins of the presigned URLs of images and results. */
  public Output<List<String>> presignedOrigins() {
    return Output.all(images.presignedOrigin(), results.presignedOrigin());
  }

  public Output<String> tableName() {
    return table.name();
  }

  public Output<String> tableArn() {
    return table.arn();
  }

  public Output<String> indexArn(ImageTableSchema.Index index) {
    return tableArn().applyValue(arn -> arn + "/index/" + index.indexName());
  }
}
