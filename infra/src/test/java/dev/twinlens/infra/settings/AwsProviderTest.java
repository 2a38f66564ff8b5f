package dev.twinlens.infra.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import dev.twinlens.infra.Recordings;
import dev.twinlens.infra.graph.RecordedResource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AwsProviderTest {
  private static RecordedResource provider(Map<String, String> settings) {
    return Recordings.withCloudFront(settings).resource("pulumi:providers:aws", "aws");
  }

  private static List<String> errors(String key, String value) {
    return Recordings.attempt(Map.of("twinlens:siteHosting", "s3", key, value)).errors();
  }

  @Test
  void handsTheStacksSettingsOn() {
    var inputs =
        provider(
                Map.of(
                    "aws:region", "eu-central-1",
                    "aws:profile", "ann",
                    "aws:allowedAccountIds", "[\"123456789012\"]",
                    "aws:forbiddenAccountIds", "[\"999999999999\"]",
                    "aws:maxRetries", "7",
                    "aws:useFipsEndpoint", "true"))
            .inputs();
    // A provider's inputs are text; the SDK writes what is none as JSON.
    assertThat(inputs)
        .contains(
            entry("region", "eu-central-1"),
            entry("profile", "ann"),
            entry("allowedAccountIds", "[\"123456789012\"]"),
            entry("forbiddenAccountIds", "[\"999999999999\"]"),
            entry("maxRetries", "7.0"),
            entry("useFipsEndpoint", "true"));
  }

  @Test
  void assumesARole() {
    var role = "{\"roleArn\": \"arn:aws:iam::123456789012:role/deployer\", \"externalId\": \"x\"}";
    assertThat(provider(Map.of("aws:assumeRole", role)).json("assumeRole"))
        .containsOnly(
            entry("roleArn", "arn:aws:iam::123456789012:role/deployer"), entry("externalId", "x"));
  }

  @Test
  void addsTheStacksTagsToOthers() {
    var tags = "{\"tags\": {\"CostCenter\": \"7\", \"Stack\": \"another\"}}";
    assertThat(provider(Map.of("aws:defaultTags", tags)).json("defaultTags").get("tags"))
        .isEqualTo(
            Map.of(
                "CostCenter", "7", "Project", "twinlens", "Stack", "test", "ManagedBy", "Pulumi"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "aws:ignoreTags | {\"keys\": [\"x\"]} | aws:ignoreTags is set, but this program does not hand it on",
        "aws:endpoints | [] | aws:endpoints is set",
        "aws:secretKey | abc | aws:secretKey is set",
        "aws:allowedAccountIds | 123 | aws:allowedAccountIds is \"123\"",
        "aws:maxRetries | many | aws:maxRetries is \"many\"",
        "aws:assumeRole | {\"tags\": {}} | aws:assumeRole.tags is not handed on"
      })
  void refusesWhatItCannotHandOn(String key, String value, String message) {
    assertThat(errors(key, value)).singleElement().asString().contains(message);
  }
}
