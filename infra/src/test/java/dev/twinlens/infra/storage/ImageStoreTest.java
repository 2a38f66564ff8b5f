package dev.twinlens.infra.storage;

import static org.assertj.core.api.Assertions.assertThat;

import com.pulumi.test.PulumiTest;
import dev.twinlens.infra.Recordings;
import dev.twinlens.infra.graph.PolicyStatement;
import dev.twinlens.infra.graph.RecordedResource;
import dev.twinlens.infra.graph.RecordedStack;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ImageStoreTest {
  private static final String IMAGES = "arn:aws:s3:::album-images-1a2b3c4";
  private static final String RESULTS = "arn:aws:s3:::album-results-1a2b3c4";

  private static final AtomicReference<ImageStore> STORE = new AtomicReference<>();

  private static RecordedStack program;

  @BeforeAll
  static void register() {
    program =
        Recordings.ofComponent(
            options -> {
              STORE.set(
                  new ImageStore(
                      "album",
                      new ImageStore.Args(Duration.ofMinutes(1), Duration.ofMinutes(2), false),
                      options));
            });
  }

  @Test
  void consistsOfTwoBucketsAndATable() {
    assertThat(program.childrenOf("album"))
        .extracting(RecordedResource::toString)
        .containsExactlyInAnyOrder(
            "twinlens:infra:PrivateBucket album-images",
            "twinlens:infra:PrivateBucket album-results",
            "aws:dynamodb/table:Table album-table");
    assertThat(program.childrenOf("album-images"))
        .extracting(RecordedResource::name)
        .contains("album-images-versioning");
    assertThat(program.childrenOf("album-results"))
        .extracting(RecordedResource::name)
        .doesNotContain("album-results-versioning");
  }

  @Test
  void keepsOldVersionsOfImagesForThirtyDays() {
    assertThat(
            program
                .resource("aws:s3/bucketVersioningV2:BucketVersioningV2", "album-images-versioning")
                .input("versioningConfiguration.status"))
        .isEqualTo("Enabled");
    var lifecycle =
        program.resource(
            "aws:s3/bucketLifecycleConfigurationV2:BucketLifecycleConfigurationV2",
            "album-images-lifecycle");
    assertThat(lifecycle.input("rules"))
        .isEqualTo(
            List.of(
                Map.of(
                    "id",
                    "abandoned-uploads",
                    "status",
                    "Enabled",
                    "filter",
                    Map.of("prefix", ""),
                    "abortIncompleteMultipartUpload",
                    Map.of("daysAfterInitiation", 1.0)),
                Map.of(
                    "id", "old-versions",
                    "status", "Enabled",
                    "filter", Map.of("prefix", ""),
                    "noncurrentVersionExpiration", Map.of("noncurrentDays", 30.0),
                    "expiration", Map.of("expiredObjectDeleteMarker", true))));
    assertThat(lifecycle.dependencyNames()).contains("album-images-versioning");
  }

  @Test
  void hasTheOriginsOfPresignedUrls() {
    assertThat(PulumiTest.extractValue(STORE.get().presignedOrigins()))
        .containsExactly(
            "https://album-images-1a2b3c4.s3.eu-west-1.amazonaws.com",
            "https://album-results-1a2b3c4.s3.eu-west-1.amazonaws.com");
  }

  private static PolicyStatement denyStale(String sid, Set<String> actions, String milliseconds) {
    return new PolicyStatement(
        sid,
        "Deny",
        "*",
        actions,
        Set.of(IMAGES + "/*"),
        Map.of(
            "StringEquals", Map.of("s3:authType", "REST-QUERY-STRING"),
            "NumericGreaterThan", Map.of("s3:signatureAge", milliseconds)));
  }

  @Test
  void deniesStaleUrlsOfImages() {
    var policy = program.resource("aws:s3/bucketPolicy:BucketPolicy", "album-images-policy");
    assertThat(policy.policy("policy"))
        .containsExactlyInAnyOrder(
            PolicyStatement.tlsOnly("s3:*", IMAGES, IMAGES + "/*"),
            denyStale("DenyStaleUploads", Set.of("s3:PutObject"), "60000"),
            denyStale("DenyStaleViews", Set.of("s3:GetObject", "s3:GetObjectVersion"), "120000"));
    assertThat(policy.dependencyNames()).contains("album-images-public-access");
  }

  @Test
  void hasNoFurtherStatementsForResults() {
    assertThat(
            program
                .resource("aws:s3/bucketPolicy:BucketPolicy", "album-results-policy")
                .policy("policy"))
        .containsExactly(PolicyStatement.tlsOnly("s3:*", RESULTS, RESULTS + "/*"));
  }

  @Test
  void findsImagesByNameLabelAndDay() {
    assertThat(program.resource("aws:dynamodb/table:Table", "album-table").inputs())
        .isEqualTo(
            Map.of(
                "billingMode",
                "PAY_PER_REQUEST",
                "hashKey",
                "ImageName",
                "rangeKey",
                "Label",
                "attributes",
                List.of(
                    Map.of("name", "ImageName", "type", "S"),
                    Map.of("name", "Label", "type", "S"),
                    Map.of("name", "Confidence", "type", "N"),
                    Map.of("name", "Day", "type", "S"),
                    Map.of("name", "UploadedAt", "type", "S")),
                "globalSecondaryIndexes",
                List.of(
                    Map.of(
                        "name", "by-label",
                        "hashKey", "Label",
                        "rangeKey", "Confidence",
                        "projectionType", "ALL"),
                    Map.of(
                        "name", "by-day",
                        "hashKey", "Day",
                        "rangeKey", "UploadedAt",
                        "projectionType", "ALL")),
                "ttl",
                Map.of("enabled", true, "attributeName", "ExpiresAt"),
                "pointInTimeRecovery",
                Map.of("enabled", true),
                "deletionProtectionEnabled",
                false));
  }
}
