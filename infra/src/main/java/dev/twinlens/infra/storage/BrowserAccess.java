package dev.twinlens.infra.storage;

import com.pulumi.aws.s3.BucketCorsConfigurationV2;
import com.pulumi.aws.s3.BucketCorsConfigurationV2Args;
import com.pulumi.aws.s3.inputs.BucketCorsConfigurationV2CorsRuleArgs;
import com.pulumi.core.Alias;
import com.pulumi.core.Output;
import com.pulumi.resources.ComponentResource;
import com.pulumi.resources.ComponentResourceOptions;
import com.pulumi.resources.CustomResourceOptions;
import java.util.List;
import java.util.Map;

/**
 * Allows the page, and no other origin, to upload and show images and to show results. Creates the
 * CORS configurations of both buckets.
 *
 * <p>It is apart from the buckets because the page's headers name them: the buckets are created
 * first, then the page, then this.
 */
public final class BrowserAccess extends ComponentResource {
  private static final int ONE_HOUR = 3600;

  /**
   * What a caller decides.
   *
   * @param images the bucket of the originals
   * @param results the bucket of results and thumbnails
   * @param siteOrigin the page's origin
   */
  public record Args(PrivateBucket images, PrivateBucket results, Output<String> siteOrigin) {}

  public BrowserAccess(String name, Args args, ComponentResourceOptions options) {
    super("twinlens:infra:BrowserAccess", name, options);
    cors(
        name + "-images",
        args.images(),
        rule(args.siteOrigin())
            .allowedMethods("GET", "HEAD", "PUT")
            // The signed headers of a presigned PUT that a browser does not send by itself.
            .allowedHeaders("content-type", "x-amz-checksum-sha256", "x-amz-sdk-checksum-algorithm")
            .exposeHeaders("ETag", "x-amz-checksum-sha256", "x-amz-version-id"));
    cors(name + "-results", args.results(), rule(args.siteOrigin()).allowedMethods("GET"));
    registerOutputs(Map.of());
  }

  private static BucketCorsConfigurationV2CorsRuleArgs.Builder rule(Output<String> origin) {
    return BucketCorsConfigurationV2CorsRuleArgs.builder()
        .id("site")
        .allowedOrigins(origin.applyValue(List::of))
        .maxAgeSeconds(ONE_HOUR);
  }

  private void cors(
      String name, PrivateBucket bucket, BucketCorsConfigurationV2CorsRuleArgs.Builder rule) {
    // The bucket was its parent once.
    var formerly =
        Alias.builder().parent(bucket).name(bucket.pulumiResourceName() + "-cors").build();
    new BucketCorsConfigurationV2(
        name,
        BucketCorsConfigurationV2Args.builder()
            .bucket(bucket.bucketName())
            .corsRules(rule.build())
            .build(),
        CustomResourceOptions.builder().parent(this).aliases(formerly).build());
  }
}
