package dev.twinlens.infra;

import com.pulumi.asset.FileAsset;
import com.pulumi.aws.cloudfront.Distribution;
import com.pulumi.aws.cloudfront.DistributionArgs;
import com.pulumi.aws.cloudfront.OriginAccessControl;
import com.pulumi.aws.cloudfront.OriginAccessControlArgs;
import com.pulumi.aws.cloudfront.ResponseHeadersPolicy;
import com.pulumi.aws.cloudfront.ResponseHeadersPolicyArgs;
import com.pulumi.aws.cloudfront.inputs.DistributionDefaultCacheBehaviorArgs;
import com.pulumi.aws.cloudfront.inputs.DistributionOriginArgs;
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
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.policybuilder.iam.IamStatement;

/** Serves the page from a private bucket behind CloudFront. */
final class CloudFrontWebsite extends Website {
  /** Relative to the repository's root, where the Pulumi CLI starts the program. */
  private static final Path FILES = Path.of("site");

  /** AWS's managed policy CachingOptimized: what the files' Cache-Control says, compressed. */
  private static final String CACHING_OPTIMIZED = "658327ea-f89d-4fab-a63d-7e88639e58f6";

  /** File names carry no hash, so each use asks whether the file is still the same. */
  private static final String CACHE_CONTROL = "no-cache";

  private final String name;
  private final PrivateBucket bucket;
  private final Distribution distribution;

  CloudFrontWebsite(String name, ComponentResourceOptions options) {
    super("twinlens:infra:CloudFrontWebsite", name, options);
    this.name = name;
    var child = CustomResourceOptions.builder().parent(this).build();
    // Never protected: the files are in the repository.
    bucket =
        new PrivateBucket(
            name + "-files",
            PrivateBucket.Args.plain(false),
            ComponentResourceOptions.builder().parent(this).build());
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
    var headers = new ResponseHeadersPolicy(name + "-headers", headersPolicy(), child);
    distribution =
        new Distribution(
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
                        .originId("files")
                        .domainName(bucket.regionalDomainName())
                        .originAccessControlId(accessControl.id())
                        .build())
                .defaultCacheBehavior(
                    DistributionDefaultCacheBehaviorArgs.builder()
                        .targetOriginId("files")
                        .viewerProtocolPolicy("redirect-to-https")
                        .allowedMethods("GET", "HEAD")
                        .cachedMethods("GET", "HEAD")
                        .compress(true)
                        .cachePolicyId(CACHING_OPTIMIZED)
                        .responseHeadersPolicyId(headers.id())
                        .build())
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
    bucket.policy(
        Output.tuple(bucket.objects(), distribution.arn())
            .applyValue(known -> List.<IamStatement>of(allowDistribution(known.t1, known.t2))));
  }

  private static IamStatement allowDistribution(String objects, String distributionArn) {
    return Policies.allowService(
            "AllowCloudFront", "cloudfront.amazonaws.com", "s3:GetObject", objects, distributionArn)
        .build();
  }

  private static ResponseHeadersPolicyArgs headersPolicy() {
    return ResponseHeadersPolicyArgs.builder()
        .comment("Twinlens: the page's headers")
        .securityHeadersConfig(
            ResponseHeadersPolicySecurityHeadersConfigArgs.builder()
                .contentSecurityPolicy(
                    ResponseHeadersPolicySecurityHeadersConfigContentSecurityPolicyArgs.builder()
                        .contentSecurityPolicy(CONTENT_SECURITY_POLICY)
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
                    ResponseHeadersPolicyCustomHeadersConfigItemArgs.builder()
                        .header("Permissions-Policy")
                        .value(PERMISSIONS_POLICY)
                        .override(true)
                        .build())
                .build())
        .build();
  }

  @Override
  Output<String> origin() {
    return distribution.domainName().applyValue(host -> "https://" + host);
  }

  @Override
  void publish(Output<String> apiUrl) {
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
            .content(apiUrl.applyValue(url -> Json.write(Map.of("apiUrl", url))))
            .contentType("application/json")
            .cacheControl(CACHE_CONTROL)
            .build(),
        child);
    registerOutputs(Map.of("origin", origin()));
  }
}
