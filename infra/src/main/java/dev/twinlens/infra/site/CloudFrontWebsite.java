package dev.twinlens.infra.site;

import com.pulumi.asset.FileAsset;
import com.pulumi.aws.cloudfront.Distribution;
import com.pulumi.aws.cloudfront.DistributionArgs;
import com.pulumi.aws.cloudfront.OriginAccessControl;
import com.pulumi.aws.cloudfront.OriginAccessControlArgs;
import com.pulumi.aws.cloudfront.ResponseHeadersPolicy;
import com.pulumi.aws.cloudfront.ResponseHeadersPolicyArgs;
import com.pulumi.aws.cloudfront.inputs.DistributionDefaultCacheBehaviorArgs;
import com.pulumi.aws.cloudfront.inputs.DistributionOrderedCacheBehaviorArgs;
import com.pulumi.aws.cloudfront.inputs.DistributionOriginArgs;
import com.pulumi.aws.cloudfront.inputs.DistributionOriginCustomOriginConfigArgs;
import com.pulumi.aws.cloudfront.inputs.DistributionRestrictionsArgs;
import com.pulumi.aws.cloudfront.inputs.DistributionRestrictionsGeoRestrictionArgs;
import com.pulumi.aws.cloudfront.inputs.DistributionViewerCertificateArgs;
import com.pulumi.aws.cloudfront.inputs.ResponseHeadersPolicyCustomHeadersConfigArgs;
import com.pulumi.aws.cloudfront.inputs.ResponseHeadersPolicyCustomHeadersConfigItemArgs;
import com.pulumi.aws.cloudfront.inputs.ResponseHeadersPolicySecurityHeadersConfigArgs;
import com.pulumi.aws.cloudfront.inputs.ResponseHeadersPolicySecurityHeadersConfigContentSecurityPolicyArgs;
import com.pulumi.aws.cloudfront.inputs.ResponseHeadersPolicySecurityHeadersConfigContentTypeOptionsArgs;
import com.pulumi.aws.cloudfront.inputs.ResponseHeadersPolicySecurityHeadersConfigFrameOptionsArgs;
import com.pulumi.aws.cloudfront.inputs.ResponseHeadersPolicySecurityHeadersConfigReferrerPolicyArgs;
import com.pulumi.aws.cloudfront.inputs.ResponseHeadersPolicySecurityHeadersConfigStrictTransportSecurityArgs;
import com.pulumi.aws.s3.BucketObjectv2;
import com.pulumi.aws.s3.BucketObjectv2Args;
import com.pulumi.core.Output;
import com.pulumi.resources.ComponentResourceOptions;
import com.pulumi.resources.CustomResourceOptions;
import dev.twinlens.infra.policy.Policies;
import dev.twinlens.infra.storage.PrivateBucket;
import dev.twinlens.infra.support.Json;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.policybuilder.iam.IamStatement;

/**
 * Serves the page from a private bucket behind CloudFront, and the API beside it: to a browser both
 * are one origin.
 */
final class CloudFrontWebsite extends Website {
  /** Relative to the repository's root, where the Pulumi CLI starts the program. */
  private static final Path FILES = Path.of("site/public");

  /** AWS's managed policy CachingOptimized: what the files' Cache-Control says, compressed. */
  private static final String CACHING_OPTIMIZED = "658327ea-f89d-4fab-a63d-7e88639e58f6";

  /** AWS's managed policy CachingDisabled. */
  private static final String CACHING_DISABLED = "4135ea2d-6df8-44a3-9df3-4b5a84be39ad";

  /** AWS's managed policy AllViewerExceptHostHeader: API Gateway answers to its own name only. */
  private static final String ALL_VIEWER_EXCEPT_HOST_HEADER =
      "b689b0a8-53d0-40ab-baf2-68738e2966ac";

  private static final String FILES_ORIGIN = "files";
  private static final String API_ORIGIN = "api";

  /** File names carry no hash, so each use asks whether the file is still the same. */
  private static final String CACHE_CONTROL = "no-cache";

  private final String name;

  CloudFrontWebsite(String name, ComponentResourceOptions options) {
    super("twinlens:infra:CloudFrontWebsite", name, options);
    this.name = name;
  }

  @Override
  public Optional<Output<String>> crossOrigin() {
    return Optional.empty();
  }

  @Override
  public Output<String> publish(Backend backend) {
    // Never protected: the files are in the repository.
    var bucket =
        new PrivateBucket(
            name + "-files",
            PrivateBucket.Args.plain(false),
            ComponentResourceOptions.builder().parent(this).build());
    var distribution = distribution(backend, bucket);
    bucket.policy(
        Output.tuple(bucket.objects(), distribution.arn())
            .applyValue(known -> List.<IamStatement>of(allowDistribution(known.t1, known.t2))));
    putFiles(bucket);
    var origin = distribution.domainName().applyValue(host -> "https://" + host);
    registerOutputs(Map.of("origin", origin));
    return origin;
  }

  private Distribution distribution(Backend backend, PrivateBucket bucket) {
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
        new ResponseHeadersPolicy(name + "-headers", headersPolicy(backend.bucketOrigins()), child);
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
   * Hands the requests for a path on to the API, with all methods: CloudFront allows either reading
   * or everything. Nothing is redirected, since a redirect would lose what a POST carries.
   *
   * @param path as in a route key; a parameter in braces stands for any characters
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

  private static IamStatement allowDistribution(String objects, String distributionArn) {
    return Policies.allowService(
            "AllowCloudFront", "cloudfront.amazonaws.com", "s3:GetObject", objects, distributionArn)
        .build();
  }

  private static ResponseHeadersPolicyArgs headersPolicy(Output<List<String>> bucketOrigins) {
    return ResponseHeadersPolicyArgs.builder()
        .comment("Twinlens: the page's headers")
        .securityHeadersConfig(
            ResponseHeadersPolicySecurityHeadersConfigArgs.builder()
                .contentSecurityPolicy(
                    ResponseHeadersPolicySecurityHeadersConfigContentSecurityPolicyArgs.builder()
                        .contentSecurityPolicy(
                            bucketOrigins.applyValue(
                                origins -> ContentSecurityPolicy.allowing(List.of(), origins)))
                        .override(true)
                        .build())
                .contentTypeOptions(
                    ResponseHeadersPolicySecurityHeadersConfigContentTypeOptionsArgs.builder()
                        .override(true)
                        .build())
                .frameOptions(
                    ResponseHeadersPolicySecurityHeadersConfigFrameOptionsArgs.builder()
                        .frameOption(FRAME_OPTIONS)
                        .override(true)
                        .build())
                .referrerPolicy(
                    ResponseHeadersPolicySecurityHeadersConfigReferrerPolicyArgs.builder()
                        .referrerPolicy(REFERRER_POLICY)
                        .override(true)
                        .build())
                .strictTransportSecurity(
                    ResponseHeadersPolicySecurityHeadersConfigStrictTransportSecurityArgs.builder()
                        .accessControlMaxAgeSec(STRICT_TRANSPORT_SECONDS)
                        .override(true)
                        .build())
                .build())
        .customHeadersConfig(
            ResponseHeadersPolicyCustomHeadersConfigArgs.builder()
                .items(
                    header("Cross-Origin-Opener-Policy", CROSS_ORIGIN_OPENER_POLICY),
                    header("Cross-Origin-Resource-Policy", CROSS_ORIGIN_RESOURCE_POLICY),
                    header("Permissions-Policy", PERMISSIONS_POLICY))
                .build())
        .build();
  }

  private static ResponseHeadersPolicyCustomHeadersConfigItemArgs header(
      String name, String value) {
    return ResponseHeadersPolicyCustomHeadersConfigItemArgs.builder()
        .header(name)
        .value(value)
        .override(true)
        .build();
  }

  private void putFiles(PrivateBucket bucket) {
    var child = CustomResourceOptions.builder().parent(this).build();
    for (var file : SiteFiles.under(FILES)) {
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
            // Wherever the page is opened, the API is beside it.
            .content(Json.write(Map.of("apiUrl", "/")))
            .contentType("application/json")
            .cacheControl(CACHE_CONTROL)
            .build(),
        child);
  }
}
