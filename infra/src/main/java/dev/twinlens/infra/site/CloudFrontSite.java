package dev.twinlens.infra.site;

import com.pulumi.asset.FileAsset;
import com.pulumi.aws.cloudfront.Distribution;
import com.pulumi.aws.cloudfront.DistributionArgs;
import com.pulumi.aws.cloudfront.OriginAccessControl;
import com.pulumi.aws.cloudfront.OriginAccessControlArgs;
import com.pulumi.aws.cloudfront.ResponseHeadersPolicy;
import com.pulumi.aws.cloudfront.inputs.DistributionDefaultCacheBehaviorArgs;
import com.pulumi.aws.cloudfront.inputs.DistributionOrderedCacheBehaviorArgs;
import com.pulumi.aws.cloudfront.inputs.DistributionOriginArgs;
import com.pulumi.aws.cloudfront.inputs.DistributionOriginCustomOriginConfigArgs;
import com.pulumi.aws.cloudfront.inputs.DistributionRestrictionsArgs;
import com.pulumi.aws.cloudfront.inputs.DistributionRestrictionsGeoRestrictionArgs;
import com.pulumi.aws.cloudfront.inputs.DistributionViewerCertificateArgs;
import com.pulumi.aws.s3.BucketObjectv2;
import com.pulumi.aws.s3.BucketObjectv2Args;
import com.pulumi.core.Output;
import com.pulumi.resources.ComponentResourceOptions;
import com.pulumi.resources.CustomResourceOptions;
import dev.twinlens.infra.policy.Policies;
import dev.twinlens.infra.storage.PrivateBucket;
import dev.twinlens.infra.support.JsonString;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import software.amazon.awssdk.policybuilder.iam.IamStatement;

/**
 * Serves the page from a private bucket behind CloudFront, and the API beside it: to a browser both
 * are one origin. Creates the bucket with the page's files, and the distribution with its headers
 * and its access to the bucket.
 */
final class CloudFrontSite extends Site {
  /** Relative to the repository's root, where the Pulumi CLI starts the program. */
  private static final Path FILES = Path.of("site/public");

  private static final Path GENERATED_FILES = Path.of("site/target/generated");

  /** AWS's managed policy CachingOptimized: follows Cache-Control, and compresses. */
  private static final String CACHING_OPTIMIZED = "658327ea-f89d-4fab-a63d-7e88639e58f6";

  /** AWS's managed policy CachingDisabled. */
  private static final String CACHING_DISABLED = "4135ea2d-6df8-44a3-9df3-4b5a84be39ad";

  /** AWS's managed policy AllViewerExceptHostHeader: API Gateway requires its own. */
  private static final String ALL_VIEWER_EXCEPT_HOST_HEADER =
      "b689b0a8-53d0-40ab-baf2-68738e2966ac";

  private static final String FILES_ORIGIN = "files";
  private static final String API_ORIGIN = "api";

  /** File names have no hash, so a browser revalidates a file on each use. */
  private static final String CACHE_CONTROL = "no-cache";

  /** The type keeps the name that the component had first, which is part of the identities. */
  private static final String TYPE = "twinlens:infra:CloudFrontWebsite";

  private final Output<String> origin;

  CloudFrontSite(String name, Backend backend, ComponentResourceOptions options) {
    super(TYPE, name, options);
    // Each names the other: the distribution fetches from the bucket, and the bucket's policy
    // admits
    // the distribution. So it is created between the bucket and the policy.
    var distribution = new CompletableFuture<Distribution>();
    var bucket =
        new PrivateBucket(
            name + "-files",
            // Never protected: the files are in the repository.
            PrivateBucket.Args.plain(false)
                .with(
                    address -> {
                      var created = distribution(name, backend, address);
                      distribution.complete(created);
                      return Output.tuple(address.arn(), created.arn())
                          .applyValue(known -> List.of(allowDistribution(known.t1, known.t2)));
                    }),
            ComponentResourceOptions.builder().parent(this).build());
    putFiles(name, bucket);
    origin = distribution.join().domainName().applyValue(host -> "https://" + host);
    registerOutputs(Map.of("origin", origin));
  }

  @Override
  public Output<String> origin() {
    return origin;
  }

  private Distribution distribution(String name, Backend backend, PrivateBucket.Address bucket) {
    var child = CustomResourceOptions.builder().parent(this).build();
    var accessControl =
        new OriginAccessControl(
            name + "-access",
            OriginAccessControlArgs.builder()
                .description("Signs CloudFront's requests to the bucket")
                .originAccessControlOriginType("s3")
                .signingBehavior("always")
                .signingProtocol("sigv4")
                .build(),
            child);
    var headers =
        new ResponseHeadersPolicy(
            name + "-headers", CloudFrontHeaders.of(backend.bucketOrigins()), child);
    return new Distribution(
        name,
        DistributionArgs.builder()
            .comment("Twinlens: the page")
            .enabled(true)
            .isIpv6Enabled(true)
            .httpVersion("http2and3")
            .priceClass("PriceClass_100")
            .defaultRootObject("index.html")
            .origins(
                DistributionOriginArgs.builder()
                    .originId(FILES_ORIGIN)
                    .domainName(bucket.regionalDomainName())
                    .originAccessControlId(accessControl.id())
                    .build(),
                DistributionOriginArgs.builder()
                    .originId(API_ORIGIN)
                    .domainName(backend.apiUrl().applyValue(url -> URI.create(url).getAuthority()))
                    .customOriginConfig(
                        DistributionOriginCustomOriginConfigArgs.builder()
                            .originProtocolPolicy("https-only")
                            .originSslProtocols("TLSv1.2")
                            .httpPort(80)
                            .httpsPort(443)
                            .build())
                    .build())
            .defaultCacheBehavior(
                DistributionDefaultCacheBehaviorArgs.builder()
                    .targetOriginId(FILES_ORIGIN)
                    .viewerProtocolPolicy("redirect-to-https")
                    .allowedMethods("GET", "HEAD")
                    .cachedMethods("GET", "HEAD")
                    .compress(true)
                    .cachePolicyId(CACHING_OPTIMIZED)
                    .responseHeadersPolicyId(headers.id())
                    .build())
            .orderedCacheBehaviors(
                backend.apiPaths().stream().map(path -> apiBehavior(path, headers)).toList())
            .restrictions(
                DistributionRestrictionsArgs.builder()
                    .geoRestriction(
                        DistributionRestrictionsGeoRestrictionArgs.builder()
                            .restrictionType("none")
                            .build())
                    .build())
            .viewerCertificate(
                DistributionViewerCertificateArgs.builder()
                    .cloudfrontDefaultCertificate(true)
                    .build())
            .build(),
        child);
  }

  /**
   * Forwards the requests for a path to the API, with all methods: CloudFront allows either reading
   * or everything. HTTP is refused and not redirected, as a redirect would lose the body of a POST.
   *
   * @param path as in a route key; a parameter in braces matches any characters
   */
  private static DistributionOrderedCacheBehaviorArgs apiBehavior(
      String path, ResponseHeadersPolicy headers) {
    return DistributionOrderedCacheBehaviorArgs.builder()
        .pathPattern(path.replaceAll("\\{[^}]*}", "*"))
        .targetOriginId(API_ORIGIN)
        .viewerProtocolPolicy("https-only")
        .allowedMethods("GET", "HEAD", "OPTIONS", "PUT", "POST", "PATCH", "DELETE")
        .cachedMethods("GET", "HEAD")
        .cachePolicyId(CACHING_DISABLED)
        .originRequestPolicyId(ALL_VIEWER_EXCEPT_HOST_HEADER)
        .responseHeadersPolicyId(headers.id())
        .build();
  }

  private static IamStatement allowDistribution(String bucketArn, String distributionArn) {
    return Policies.allowService(
            "AllowCloudFront",
            "cloudfront.amazonaws.com",
            "s3:GetObject",
            bucketArn + "/*",
            distributionArn)
        .build();
  }

  private void putFiles(String name, PrivateBucket bucket) {
    var child = CustomResourceOptions.builder().parent(this).build();
    for (var file : SiteFiles.under(FILES, GENERATED_FILES)) {
      new BucketObjectv2(
          "%s/%s".formatted(name, file.key()),
          BucketObjectv2Args.builder()
              .bucket(bucket.bucketName())
              .key(file.key())
              .source(new FileAsset(file.path().toString()))
              .contentType(file.contentType())
              .cacheControl(CACHE_CONTROL)
              .build(),
          child);
    }
    new BucketObjectv2(
        "%s/%s".formatted(name, SiteFiles.CONFIG),
        BucketObjectv2Args.builder()
            .bucket(bucket.bucketName())
            .key(SiteFiles.CONFIG)
            // The API is at the page's own origin.
            .content(JsonString.write(Map.of("apiUrl", "/")))
            .contentType("application/json")
            .cacheControl(CACHE_CONTROL)
            .build(),
        child);
  }
}
