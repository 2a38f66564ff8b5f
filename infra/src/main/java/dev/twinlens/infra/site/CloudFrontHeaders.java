package dev.twinlens.infra.site;

import com.pulumi.aws.cloudfront.ResponseHeadersPolicyArgs;
import com.pulumi.aws.cloudfront.inputs.ResponseHeadersPolicyCustomHeadersConfigArgs;
import com.pulumi.aws.cloudfront.inputs.ResponseHeadersPolicyCustomHeadersConfigItemArgs;
import com.pulumi.aws.cloudfront.inputs.ResponseHeadersPolicySecurityHeadersConfigArgs;
import com.pulumi.aws.cloudfront.inputs.ResponseHeadersPolicySecurityHeadersConfigContentSecurityPolicyArgs;
import com.pulumi.aws.cloudfront.inputs.ResponseHeadersPolicySecurityHeadersConfigContentTypeOptionsArgs;
import com.pulumi.aws.cloudfront.inputs.ResponseHeadersPolicySecurityHeadersConfigFrameOptionsArgs;
import com.pulumi.aws.cloudfront.inputs.ResponseHeadersPolicySecurityHeadersConfigReferrerPolicyArgs;
import com.pulumi.aws.cloudfront.inputs.ResponseHeadersPolicySecurityHeadersConfigStrictTransportSecurityArgs;
import com.pulumi.core.Output;
import java.util.List;

/** {@link SecurityHeaders} as CloudFront takes them. */
final class CloudFrontHeaders {
  private CloudFrontHeaders() {}

  static ResponseHeadersPolicyArgs of(Output<List<String>> bucketOrigins) {
    return ResponseHeadersPolicyArgs.builder()
        .comment("Twinlens: the page's headers")
        .securityHeadersConfig(
            ResponseHeadersPolicySecurityHeadersConfigArgs.builder()
                .contentSecurityPolicy(
                    ResponseHeadersPolicySecurityHeadersConfigContentSecurityPolicyArgs.builder()
                        .contentSecurityPolicy(
                            bucketOrigins.applyValue(
                                origins -> ContentSecurityPolicy.header(List.of(), origins)))
                        .override(true)
                        .build())
                .contentTypeOptions(
                    ResponseHeadersPolicySecurityHeadersConfigContentTypeOptionsArgs.builder()
                        .override(true)
                        .build())
                .frameOptions(
                    ResponseHeadersPolicySecurityHeadersConfigFrameOptionsArgs.builder()
                        .frameOption(SecurityHeaders.FRAME_OPTIONS)
                        .override(true)
                        .build())
                .referrerPolicy(
                    ResponseHeadersPolicySecurityHeadersConfigReferrerPolicyArgs.builder()
                        .referrerPolicy(SecurityHeaders.REFERRER_POLICY)
                        .override(true)
                        .build())
                .strictTransportSecurity(
                    ResponseHeadersPolicySecurityHeadersConfigStrictTransportSecurityArgs.builder()
                        .accessControlMaxAgeSec(SecurityHeaders.STRICT_TRANSPORT_SECONDS)
                        .override(true)
                        .build())
                .build())
        .customHeadersConfig(
            ResponseHeadersPolicyCustomHeadersConfigArgs.builder()
                .items(
                    header(
                        "Cross-Origin-Opener-Policy", SecurityHeaders.CROSS_ORIGIN_OPENER_POLICY),
                    header(
                        "Cross-Origin-Resource-Policy",
                        SecurityHeaders.CROSS_ORIGIN_RESOURCE_POLICY),
                    header("Permissions-Policy", SecurityHeaders.PERMISSIONS_POLICY))
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
}
