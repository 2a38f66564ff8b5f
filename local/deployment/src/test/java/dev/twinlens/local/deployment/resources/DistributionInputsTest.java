package dev.twinlens.local.deployment.resources;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.twinlens.local.hosting.CloudFrontSpec;
import dev.twinlens.local.hosting.CloudFrontSpec.Origin;
import dev.twinlens.local.hosting.ObjectReader;
import dev.twinlens.local.pulumi.Inputs;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DistributionInputsTest {
  private static final String OPTIMIZED = "658327ea-f89d-4fab-a63d-7e88639e58f6";
  private static final String DISABLED = "4135ea2d-6df8-44a3-9df3-4b5a84be39ad";
  private static final String EXCEPT_HOST = "b689b0a8-53d0-40ab-baf2-68738e2966ac";
  private static final List<String> READING = List.of("GET", "HEAD");
  private static final List<String> ALL =
      List.of("GET", "HEAD", "OPTIONS", "PUT", "POST", "PATCH", "DELETE");
  private static final ObjectReader BUCKET = key -> Optional.empty();

  private final Map<String, Object> files =
      new HashMap<>(
          Map.of(
              "originId", "files",
              "domainName", "site-1a2b.s3.eu-west-1.amazonaws.com",
              "originAccessControlId", "E1"));
  private final Map<String, Object> api =
      new HashMap<>(
          Map.of(
              "originId", "api",
              "domainName", "127.0.0.1:4566",
              "customOriginConfig", Map.of("originProtocolPolicy", "https-only")));
  private final Map<String, Object> page =
      new HashMap<>(
          Map.of(
              "targetOriginId",
              "files",
              "viewerProtocolPolicy",
              "redirect-to-https",
              "allowedMethods",
              READING,
              "cachedMethods",
              READING,
              "compress",
              true,
              "cachePolicyId",
              OPTIMIZED,
              "responseHeadersPolicyId",
              "headers"));
  private final Map<String, Object> images =
      new HashMap<>(
          Map.of(
              "pathPattern", "/images/*",
              "targetOriginId", "api",
              "viewerProtocolPolicy", "https-only",
              "allowedMethods", ALL,
              "cachedMethods", READING,
              "cachePolicyId", DISABLED,
              "originRequestPolicyId", EXCEPT_HOST));
  private final Map<String, Object> distribution =
      new HashMap<>(
          Map.of(
              "enabled",
              true,
              "comment",
              "for people",
              "restrictions",
              Map.of("geoRestriction", Map.of("restrictionType", "none")),
              "defaultRootObject",
              "index.html",
              "origins",
              List.of(files, api),
              "defaultCacheBehavior",
              page,
              "orderedCacheBehaviors",
              List.of(images)));
  private final List<String> bucketsRead = new ArrayList<>();

  private CloudFrontSpec spec() {
    Inputs inputs = Inputs.of(distribution);
    CloudFrontSpec spec =
        new DistributionInputs(
                bucket -> {
                  bucketsRead.add(bucket);
                  return BUCKET;
                },
                Map.of("headers", Map.of("X-Frame-Options", "DENY")))
            .spec(inputs);
    inputs.requireAllRead("the distribution");
    return spec;
  }

  @Test
  void readsABucketAndAServer() {
    assertThat(spec())
        .isEqualTo(
            new CloudFrontSpec(
                "index.html",
                List.of(
                    new CloudFrontSpec.Behavior(
                        "/images/*",
                        new Origin.Server(URI.create("http://127.0.0.1:4566")),
                        Set.copyOf(ALL),
                        Map.of(),
                        false),
                    new CloudFrontSpec.Behavior(
                        "*",
                        new Origin.Bucket(BUCKET),
                        Set.copyOf(READING),
                        Map.of("X-Frame-Options", "DENY"),
                        true))));
    assertThat(bucketsRead).containsExactly("site-1a2b");
  }

  private void assertRefuses(String message) {
    assertThatThrownBy(this::spec).hasMessageContaining(message);
  }

  @Test
  void refusesAnUnknownCachePolicy() {
    images.put("cachePolicyId", "07f6a5c2");
    assertRefuses("orderedCacheBehaviors[0].cachePolicyId is 07f6a5c2, which is not implemented");
  }

  @Test
  void refusesToForwardLessThanTheWholeRequestToAServer() {
    images.remove("originRequestPolicyId");
    assertRefuses("orderedCacheBehaviors[0].originRequestPolicyId is missing");
    images.put("originRequestPolicyId", DISABLED);
    assertRefuses("orderedCacheBehaviors[0].originRequestPolicyId is " + DISABLED);
  }

  @Test
  void refusesToForwardTheViewersRequestToABucket() {
    page.put("originRequestPolicyId", EXCEPT_HOST);
    assertRefuses("defaultCacheBehavior.originRequestPolicyId");
  }

  @Test
  void refusesMethodsThatCloudFrontDoesNotCombine() {
    images.put("allowedMethods", List.of("GET", "HEAD", "DELETE"));
    assertRefuses("orderedCacheBehaviors[0].allowedMethods must be one of");
  }

  @Test
  void refusesAServerThatIsNotOnThisMachine() {
    api.put("domainName", "api.example.com");
    assertRefuses("origins[1].domainName api.example.com is not a server of this machine");
  }

  @Test
  void refusesAServerOverPlainHttp() {
    api.put("customOriginConfig", Map.of("originProtocolPolicy", "match-viewer"));
    assertRefuses("origins[1].customOriginConfig.originProtocolPolicy is match-viewer");
  }

  @Test
  void refusesABucketThatTheDistributionMayNotRead() {
    files.remove("originAccessControlId");
    assertRefuses("origins[0].originAccessControlId is missing");
  }

  @Test
  void refusesAnOriginThatIsNeitherBucketNorServer() {
    api.remove("customOriginConfig");
    assertRefuses(
        "origins[1].domainName 127.0.0.1:4566 is not a bucket and has no customOriginConfig");
  }

  @Test
  void refusesOtherInputsOfAnOrigin() {
    api.put("originShield", Map.of("enabled", true));
    assertRefuses("origins[1].originShield");
  }

  @Test
  void refusesOtherInputsOfABehavior() {
    page.put("functionAssociations", List.of());
    assertRefuses("defaultCacheBehavior.functionAssociations");
  }

  @Test
  void refusesABehaviorForAnUnknownOrigin() {
    images.put("targetOriginId", "elsewhere");
    assertRefuses("orderedCacheBehaviors[0].targetOriginId is not an origin");
  }

  @Test
  void refusesAnUnknownHeadersPolicy() {
    page.put("responseHeadersPolicyId", "none");
    assertRefuses("defaultCacheBehavior.responseHeadersPolicyId is not a policy");
  }

  @Test
  void refusesToReplaceErrors() {
    distribution.put(
        "customErrorResponses",
        List.of(Map.of("errorCode", 404.0, "responsePagePath", "/index.html")));
    assertRefuses("customErrorResponses");
  }

  @Test
  void refusesToServeOnlySomeCountries() {
    distribution.put(
        "restrictions",
        Map.of(
            "geoRestriction", Map.of("restrictionType", "whitelist", "locations", List.of("DE"))));
    assertRefuses("restrictions.geoRestriction.restrictionType is whitelist");
  }
}
