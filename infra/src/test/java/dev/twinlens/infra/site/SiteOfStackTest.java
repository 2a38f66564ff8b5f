package dev.twinlens.infra.site;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twinlens.infra.WholeStack;
import dev.twinlens.infra.graph.RecordedResource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The page together with the stack's API and buckets. */
class SiteOfStackTest {
  private static final String BUCKETS =
      "https://store-images-1a2b3c4.s3.eu-west-1.amazonaws.com"
          + " https://store-results-1a2b3c4.s3.eu-west-1.amazonaws.com";

  @ParameterizedTest
  @ValueSource(strings = {"store-browsers-images", "store-browsers-results"})
  void isTheOnlyOriginThatTheBucketsAllow(String cors) {
    for (var stack : WholeStack.values()) {
      assertThat(
              stack
                  .recorded()
                  .resource("aws:s3/bucketCorsConfigurationV2:BucketCorsConfigurationV2", cors)
                  .input("corsRules.0.allowedOrigins"))
          .isEqualTo(List.of(stack.recorded().outputs().get("siteUrl")));
    }
  }

  private static RecordedResource api(WholeStack stack) {
    return stack.recorded().resource("aws:apigatewayv2/api:Api", "api");
  }

  @Test
  void isTheOnlyOriginThatTheApiAllowsIfTheyHaveTwo() {
    assertThat(api(WholeStack.AMPLIFY).input("corsConfiguration.allowOrigins"))
        .isEqualTo(List.of(WholeStack.AMPLIFY.recorded().outputs().get("siteUrl")));
  }

  @Test
  void needsNoCorsOfTheApiIfTheyHaveOne() {
    assertThat(api(WholeStack.CLOUDFRONT).inputs()).doesNotContainKey("corsConfiguration");
    assertThat(api(WholeStack.CLOUDFRONT).dependencyNames()).isEmpty();
  }

  @Test
  void mayCallTheApiAndTheBucketsFromAmplify() {
    assertThat(
            WholeStack.AMPLIFY
                .recorded()
                .resource("aws:amplify/branch:Branch", "site-branch")
                .input("environmentVariables.CONTENT_SECURITY_POLICY"))
        .asString()
        .contains(
            "connect-src 'self' https://api-id.execute-api.eu-west-1.amazonaws.com "
                + BUCKETS
                + ";",
            "img-src 'self' blob: " + BUCKETS + ";");
  }

  @Test
  void mayCallTheBucketsFromCloudFront() {
    assertThat(
            WholeStack.CLOUDFRONT
                .recorded()
                .resource(
                    "aws:cloudfront/responseHeadersPolicy:ResponseHeadersPolicy", "site-headers")
                .input("securityHeadersConfig.contentSecurityPolicy.contentSecurityPolicy"))
        .asString()
        .contains("connect-src 'self' " + BUCKETS + ";", "img-src 'self' blob: " + BUCKETS + ";");
  }

  private static List<String> apiPatterns() {
    return ((List<?>)
            WholeStack.CLOUDFRONT
                .recorded()
                .resource("aws:cloudfront/distribution:Distribution", "site")
                .input("orderedCacheBehaviors"))
        .stream().map(behavior -> (String) ((Map<?, ?>) behavior).get("pathPattern")).toList();
  }

  @Test
  void hasEveryRouteOfTheApiBesideIt() {
    assertThat(WholeStack.CLOUDFRONT.recorded().resources("aws:apigatewayv2/route:Route"))
        .isNotEmpty()
        .allSatisfy(
            route ->
                assertThat(apiPatterns())
                    .contains(
                        ((String) route.input("routeKey"))
                            .replaceAll("^[A-Z]+ ", "")
                            .replace("{key+}", "*")));
  }

  @Test
  void hasNoFileThatTheApiHides() {
    assertThat(WholeStack.CLOUDFRONT.recorded().resources("aws:s3/bucketObjectv2:BucketObjectv2"))
        .extracting(file -> "/" + file.input("key"))
        .isNotEmpty()
        .allSatisfy(
            path ->
                assertThat(apiPatterns())
                    .noneMatch(pattern -> path.matches(pattern.replace("*", ".*"))));
  }
}
