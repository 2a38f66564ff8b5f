package dev.twinlens.infra.support;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twinlens.infra.Recordings;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.regions.PartitionEndpointKey;
import software.amazon.awssdk.regions.Region;

class PartitionTest {
  @ParameterizedTest
  @CsvSource({
    "eu-west-1, aws, lambda.eu-west-1.amazonaws.com",
    "us-gov-west-1, aws-us-gov, lambda.us-gov-west-1.amazonaws.com",
    "cn-north-1, aws-cn, lambda.cn-north-1.amazonaws.com.cn"
  })
  void followsFromTheRegionAsInTheSdk(String region, String id, String host) {
    var partition = Partition.of(region);
    var metadata = Region.of(region).metadata();
    assertThat(partition.id()).isEqualTo(id).isEqualTo(metadata.partition().id());
    assertThat(partition.host("lambda", region)).isEqualTo(host);
    assertThat(partition.dnsSuffix())
        .isEqualTo(metadata.partition().dnsSuffix(PartitionEndpointKey.builder().build()));
  }

  @Test
  void isNeverAnotherInAnyInputOfAStack() {
    var program =
        Recordings.withCloudFront(
            Map.of(
                "aws:region", "us-gov-west-1",
                "twinlens:alarmEmail", "on-call@example.org",
                "twinlens:notificationEmail", "photos@example.org",
                "twinlens:allowDelete", "true"));
    assertThat(program.resources())
        .hasSizeGreaterThan(100)
        .allSatisfy(
            resource ->
                assertThat(resource.inputs().toString())
                    .as(resource.toString())
                    .doesNotContain("arn:aws:", "eu-west-1", "console.aws.amazon.com"));
    assertThat(program.resource("aws:kms/key:Key", "backup-key").input("policy").toString())
        .contains("arn:aws-us-gov:iam::123456789012:root", "lambda.us-gov-west-1.amazonaws.com");
    assertThat(program.outputs().get("dashboardUrl"))
        .asString()
        .startsWith("https://us-gov-west-1.console.amazonaws-us-gov.com/");
  }
}
