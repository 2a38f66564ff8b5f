package dev.twinlens.infra.site;

import static org.assertj.core.api.Assertions.assertThat;

import com.pulumi.core.Output;
import com.pulumi.test.PulumiTest;
import dev.twinlens.infra.Recordings;
import dev.twinlens.infra.graph.PolicyStatement;
import dev.twinlens.infra.graph.RecordedResource;
import dev.twinlens.infra.graph.RecordedStack;
import dev.twinlens.infra.settings.SiteHosting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class CloudFrontSiteTest {
  private static final String FILES = "arn:aws:s3:::page-files-1a2b3c4";
  private static final AtomicReference<SiteAddress> ADDRESS = new AtomicReference<>();
  private static final AtomicReference<Site> SITE = new AtomicReference<>();

  private static RecordedStack program;

  @BeforeAll
  static void register() {
    program =
        Recordings.ofComponent(
            options -> {
              var address = SiteAddress.of("page", new SiteHosting.S3(), options);
              ADDRESS.set(address);
              SITE.set(
                  address.serve(
                      "page",
                      new Site.Backend(
                          Output.of("https://api.example"),
                          List.of("/things", "/things/{key+}"),
                          Output.of(List.of("https://photos.example", "https://more.example"))),
                      Recordings.stack(),
                      options));
            });
  }

  @Test
  void consistsOfABucketBehindADistribution() {
    assertThat(program.childrenOf("page"))
        .filteredOn(resource -> !resource.type().endsWith(":BucketObjectv2"))
        .extracting(RecordedResource::toString)
        .containsExactlyInAnyOrder(
            "twinlens:infra:PrivateBucket page-files",
            "aws:cloudfront/originAccessControl:OriginAccessControl page-access",
            "aws:cloudfront/responseHeadersPolicy:ResponseHeadersPolicy page-headers",
            "aws:cloudfront/distribution:Distribution page");
  }

  @Test
  void allowsOnlyItsDistributionToRead() {
    assertThat(
            program
                .resource("aws:s3/bucketPolicy:BucketPolicy", "page-files-policy")
                .policy("policy"))
        .containsExactlyInAnyOrder(
            PolicyStatement.tlsOnly("s3:*", FILES, FILES + "/*"),
            new PolicyStatement(
                "AllowCloudFront",
                "Allow",
                "{Service=cloudfront.amazonaws.com}",
                Set.of("s3:GetObject"),
                Set.of(FILES + "/*"),
                Map.of(
                    "ArnEquals",
                    Map.of(
                        "aws:SourceArn",
                        "arn:aws:cloudfront::123456789012:distribution/page-id"))));
  }

  @Test
  void signsRequestsToTheBucket() {
    assertThat(
            program
                .resource("aws:cloudfront/originAccessControl:OriginAccessControl", "page-access")
                .inputs())
        .containsEntry("originAccessControlOriginType", "s3")
        .containsEntry("signingBehavior", "always")
        .containsEntry("signingProtocol", "sigv4");
    assertThat(distribution().input("origins.0"))
        .isEqualTo(
            Map.of(
                "originId", "files",
                "domainName", "page-files-1a2b3c4.s3.eu-west-1.amazonaws.com",
                "originAccessControlId", "page-access-id"));
  }

  @Test
  void reachesTheApiOverTlsOnly() {
    assertThat(distribution().input("origins.1"))
        .isEqualTo(
            Map.of(
                "originId",
                "api",
                "domainName",
                "api.example",
                "customOriginConfig",
                Map.of(
                    "originProtocolPolicy",
                    "https-only",
                    "originSslProtocols",
                    List.of("TLSv1.2"),
                    "httpPort",
                    80.0,
                    "httpsPort",
                    443.0)));
    assertThat((List<?>) distribution().input("origins")).hasSize(2);
  }

  private static Map<String, Object> apiBehavior(String pathPattern) {
    return Map.of(
        "pathPattern", pathPattern,
        "targetOriginId", "api",
        "viewerProtocolPolicy", "https-only",
        "allowedMethods", List.of("GET", "HEAD", "OPTIONS", "PUT", "POST", "PATCH", "DELETE"),
        "cachedMethods", List.of("GET", "HEAD"),
        "cachePolicyId", "4135ea2d-6df8-44a3-9df3-4b5a84be39ad",
        "originRequestPolicyId", "b689b0a8-53d0-40ab-baf2-68738e2966ac",
        "responseHeadersPolicyId", "page-headers-id");
  }

  @Test
  void servesThePathsOfTheApiBesideThePage() {
    assertThat(distribution().input("orderedCacheBehaviors"))
        .isEqualTo(List.of(apiBehavior("/things"), apiBehavior("/things/*")));
    assertThat(ADDRESS.get().crossOrigin()).isEmpty();
  }

  @Test
  void servesThePageOverHttpsOnly() {
    assertThat(distribution().input("enabled")).isEqualTo(true);
    assertThat(distribution().input("defaultRootObject")).isEqualTo("index.html");
    assertThat(distribution().input("defaultCacheBehavior"))
        .isEqualTo(
            Map.of(
                "targetOriginId", "files",
                "viewerProtocolPolicy", "redirect-to-https",
                "allowedMethods", List.of("GET", "HEAD"),
                "cachedMethods", List.of("GET", "HEAD"),
                "compress", true,
                "cachePolicyId", "658327ea-f89d-4fab-a63d-7e88639e58f6",
                "responseHeadersPolicyId", "page-headers-id"));
    assertThat(PulumiTest.extractValue(SITE.get().origin()))
        .isEqualTo("https://d111111abcdef8.cloudfront.net");
  }

  private static RecordedResource distribution() {
    return program.resource("aws:cloudfront/distribution:Distribution", "page");
  }

  @Test
  void sendsSecurityHeadersWithEveryFile() {
    var headers =
        program.resource(
            "aws:cloudfront/responseHeadersPolicy:ResponseHeadersPolicy", "page-headers");
    assertThat(headers.input("securityHeadersConfig"))
        .isEqualTo(
            Map.of(
                "contentSecurityPolicy",
                    Map.of(
                        "contentSecurityPolicy",
                        ContentSecurityPolicy.header(
                            List.of(), List.of("https://photos.example", "https://more.example")),
                        "override",
                        true),
                "contentTypeOptions", Map.of("override", true),
                "frameOptions", Map.of("frameOption", "DENY", "override", true),
                "referrerPolicy", Map.of("referrerPolicy", "no-referrer", "override", true),
                "strictTransportSecurity",
                    Map.of("accessControlMaxAgeSec", 31_536_000.0, "override", true)));
    assertThat(headers.input("customHeadersConfig.items"))
        .isEqualTo(
            List.of(
                header("Cross-Origin-Opener-Policy", "same-origin"),
                header("Cross-Origin-Resource-Policy", "same-origin"),
                header("Permissions-Policy", "camera=(), geolocation=(), microphone=()")));
  }

  private static Map<String, Object> header(String name, String value) {
    return Map.of("header", name, "value", value, "override", true);
  }

  @Test
  void uploadsEveryFileOfThePage() throws IOException {
    var expected = new ArrayList<String>();
    for (var folder : List.of(Path.of("site/public"), Path.of("site/target/generated"))) {
      try (var files = Files.walk(folder)) {
        files
            .filter(Files::isRegularFile)
            .map(file -> folder.relativize(file).toString())
            .filter(file -> !file.equals("config.json"))
            .forEach(expected::add);
      }
    }
    expected.add("config.json");
    assertThat(program.resources("aws:s3/bucketObjectv2:BucketObjectv2"))
        .extracting(file -> file.input("key"))
        .hasSizeGreaterThan(10)
        .contains("api.html", "openapi.json", "swagger-ui/swagger-ui-bundle.js")
        .containsExactlyInAnyOrderElementsOf(expected);
  }

  @Test
  void setsTheMediaTypeOfAFile() {
    assertThat(program.resource("aws:s3/bucketObjectv2:BucketObjectv2", "page/index.html").inputs())
        .isEqualTo(
            Map.of(
                "bucket", "page-files-1a2b3c4",
                "key", "index.html",
                "source", Map.of("path", "site/public/index.html"),
                "contentType", "text/html; charset=utf-8",
                "cacheControl", "no-cache"));
  }

  @Test
  void configuresThePageToCallItsOwnOrigin() {
    var config = program.resource("aws:s3/bucketObjectv2:BucketObjectv2", "page/config.json");
    assertThat(config.json("content")).isEqualTo(Map.of("apiUrl", "/"));
    assertThat(config.input("contentType")).isEqualTo("application/json");
  }
}
