package dev.twinlens.infra.storage;

import static org.assertj.core.api.Assertions.assertThat;

import com.pulumi.core.Output;
import com.pulumi.resources.ComponentResourceOptions;
import dev.twinlens.infra.Recordings;
import dev.twinlens.infra.graph.RecordedResource;
import dev.twinlens.infra.graph.RecordedStack;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class BrowserAccessTest {
  private static final String CORS = "aws:s3/bucketCorsConfigurationV2:BucketCorsConfigurationV2";

  private static RecordedStack program;

  @BeforeAll
  static void register() {
    program =
        Recordings.ofComponent(
            options ->
                new BrowserAccess(
                    "browsers",
                    new BrowserAccess.Args(
                        bucket("originals"), bucket("derived"), Output.of("https://page.example")),
                    options));
  }

  private static PrivateBucket bucket(String name) {
    return new PrivateBucket(name, PrivateBucket.Args.plain(false), ComponentResourceOptions.Empty);
  }

  @Test
  void consistsOfARuleForEachBucket() {
    assertThat(program.childrenOf("browsers"))
        .extracting(RecordedResource::toString)
        .containsExactlyInAnyOrder(CORS + " browsers-images", CORS + " browsers-results");
  }

  @Test
  void allowsThePageToUploadAndViewImages() {
    assertThat(program.resource(CORS, "browsers-images").inputs())
        .isEqualTo(
            Map.of(
                "bucket",
                "originals-1a2b3c4",
                "corsRules",
                List.of(
                    Map.of(
                        "id", "site",
                        "allowedOrigins", List.of("https://page.example"),
                        "allowedMethods", List.of("GET", "HEAD", "PUT"),
                        "allowedHeaders",
                            List.of(
                                "content-type",
                                "x-amz-checksum-sha256",
                                "x-amz-sdk-checksum-algorithm"),
                        "exposeHeaders",
                            List.of("ETag", "x-amz-checksum-sha256", "x-amz-version-id"),
                        "maxAgeSeconds", 3600.0))));
  }

  @Test
  void allowsThePageToViewResults() {
    assertThat(program.resource(CORS, "browsers-results").inputs())
        .isEqualTo(
            Map.of(
                "bucket",
                "derived-1a2b3c4",
                "corsRules",
                List.of(
                    Map.of(
                        "id",
                        "site",
                        "allowedOrigins",
                        List.of("https://page.example"),
                        "allowedMethods",
                        List.of("GET"),
                        "maxAgeSeconds",
                        3600.0))));
  }

  @Test
  void keepsTheIdentitiesOfTheBucketsFormerChildren() {
    assertThat(program.resource(CORS, "browsers-images").aliases())
        .containsExactly(
            "urn:pulumi:test::twinlens::twinlens:infra:PrivateBucket$" + CORS + "::originals-cors");
    assertThat(program.resource(CORS, "browsers-results").aliases())
        .containsExactly(
            "urn:pulumi:test::twinlens::twinlens:infra:PrivateBucket$" + CORS + "::derived-cors");
  }
}
