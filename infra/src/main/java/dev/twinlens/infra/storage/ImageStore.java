package dev.twinlens.infra.storage;

import com.pulumi.aws.dynamodb.Table;
import com.pulumi.aws.dynamodb.TableArgs;
import com.pulumi.aws.dynamodb.inputs.TableAttributeArgs;
import com.pulumi.aws.dynamodb.inputs.TableGlobalSecondaryIndexArgs;
import com.pulumi.aws.dynamodb.inputs.TablePointInTimeRecoveryArgs;
import com.pulumi.aws.dynamodb.inputs.TableTtlArgs;
import com.pulumi.aws.s3.inputs.BucketCorsConfigurationV2CorsRuleArgs;
import com.pulumi.core.Output;
import com.pulumi.resources.ComponentResource;
import com.pulumi.resources.ComponentResourceOptions;
import com.pulumi.resources.CustomResourceOptions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import software.amazon.awssdk.policybuilder.iam.IamConditionOperator;
import software.amazon.awssdk.policybuilder.iam.IamEffect;
import software.amazon.awssdk.policybuilder.iam.IamPrincipal;
import software.amazon.awssdk.policybuilder.iam.IamStatement;

/** Keeps the original images, what is derived from them, and the table that finds them. */
public final class ImageStore extends ComponentResource {
  /** How long an overwritten or deleted original can still be had back. */
  private static final int OLD_VERSIONS_DAYS = 30;

  private final PrivateBucket images;
  private final PrivateBucket results;
  private final Table table;

  /**
   * What a caller decides.
   *
   * @param longestUpload the longest that a presigned PUT may be used
   * @param longestView the longest that a presigned GET may be used
   * @param protectData whether the data survives {@code pulumi destroy}
   */
  public record Args(Duration longestUpload, Duration longestView, boolean protectData) {}

  public ImageStore(String name, Args args, ComponentResourceOptions options) {
    super("twinlens:infra:ImageStore", name, options);
    var childComponent = ComponentResourceOptions.builder().parent(this).build();
    images =
        new PrivateBucket(
            name + "-images",
            new PrivateBucket.Args(args.protectData(), OptionalInt.of(OLD_VERSIONS_DAYS)),
            childComponent);
    images.policy(
        images
            .arn()
            .applyValue(
                arn ->
                    List.of(
                        denyStaleUrls(
                            "DenyStaleUploads", List.of("s3:PutObject"), arn, args.longestUpload()),
                        denyStaleUrls(
                            "DenyStaleViews",
                            List.of("s3:GetObject", "s3:GetObjectVersion"),
                            arn,
                            args.longestView()))));
    results =
        new PrivateBucket(
            name + "-results", PrivateBucket.Args.plain(args.protectData()), childComponent);
    results.policy(Output.of(List.of()));
    table =
        new Table(
            name + "-table",
            TableArgs.builder()
                .billingMode("PAY_PER_REQUEST")
                .hashKey("ImageName")
                .rangeKey("Label")
                .attributes(
                    attribute("ImageName", "S"),
                    attribute("Label", "S"),
                    attribute("Confidence", "N"),
                    attribute("Day", "S"),
                    attribute("UploadedAt", "S"))
                .globalSecondaryIndexes(
                    index(Index.BY_LABEL, "Label", "Confidence"),
                    index(Index.BY_DAY, "Day", "UploadedAt"))
                // What is left of deleted images, to know late events by.
                .ttl(TableTtlArgs.builder().enabled(true).attributeName("ExpiresAt").build())
                .pointInTimeRecovery(TablePointInTimeRecoveryArgs.builder().enabled(true).build())
                .deletionProtectionEnabled(args.protectData())
                .build(),
            CustomResourceOptions.builder().parent(this).protect(args.protectData()).build());
    registerOutputs(
        Map.of(
            "imagesBucket", images.bucketName(),
            "resultsBucket", results.bucketName(),
            "imagesTable", tableName()));
  }

  /** The table's indexes; their names are part of the functions' queries. */
  public enum Index {
    BY_LABEL("by-label"),
    BY_DAY("by-day");

    private final String indexName;

    Index(String indexName) {
      this.indexName = indexName;
    }
  }

  private static TableAttributeArgs attribute(String name, String type) {
    return TableAttributeArgs.builder().name(name).type(type).build();
  }

  private static TableGlobalSecondaryIndexArgs index(Index index, String hash, String range) {
    return TableGlobalSecondaryIndexArgs.builder()
        .name(index.indexName)
        .hashKey(hash)
        .rangeKey(range)
        .projectionType("ALL")
        .build();
  }

  /**
   * Lets a page upload and show images, and show Rekognition's answers. Called once, when the
   * page's origin is known.
   *
   * @param siteOrigin the only origin that may do so from a browser
   */
  public void admit(Output<String> siteOrigin) {
    images.cors(uploadsAndViews(siteOrigin));
    results.cors(views(siteOrigin));
  }

  private static BucketCorsConfigurationV2CorsRuleArgs views(Output<String> origin) {
    return BucketCorsConfigurationV2CorsRuleArgs.builder()
        .id("site")
        .allowedOrigins(origin.applyValue(List::of))
        .allowedMethods("GET")
        .maxAgeSeconds(3600)
        .build();
  }

  private static BucketCorsConfigurationV2CorsRuleArgs uploadsAndViews(Output<String> origin) {
    return BucketCorsConfigurationV2CorsRuleArgs.builder()
        .id("site")
        .allowedOrigins(origin.applyValue(List::of))
        .allowedMethods("GET", "HEAD", "PUT")
        // Exactly what a presigned PUT signs and a browser is not free to send by itself.
        .allowedHeaders("content-type", "x-amz-checksum-sha256", "x-amz-sdk-checksum-algorithm")
        .exposeHeaders("ETag", "x-amz-checksum-sha256", "x-amz-version-id")
        .maxAgeSeconds(3600)
        .build();
  }

  /** A signer chooses how long its URL lives; the bucket has the last word. */
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

  /** Where the presigned URLs of images and results lead. */
  public Output<List<String>> presignedOrigins() {
    return Output.all(images.presignedOrigin(), results.presignedOrigin());
  }

  public Output<String> tableName() {
    return table.name();
  }

  public Output<String> tableArn() {
    return table.arn();
  }

  public Output<String> indexArn(Index index) {
    return table.arn().applyValue(arn -> arn + "/index/" + index.indexName);
  }
}
