package dev.twinlens.infra.settings;

import static org.assertj.core.api.Assertions.assertThat;

import com.pulumi.core.Output;
import dev.twinlens.infra.Recordings;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.ServiceMetadata;

class RegionalServiceTest {
  /** The SDK also names endpoints for FIPS, and AWS's secret regions. */
  private static Set<String> regionsOfTheSdk(String service) {
    return ServiceMetadata.of(service).regions().stream()
        .map(Region::id)
        .filter(region -> !region.endsWith("-fips") && !region.contains("-iso"))
        .collect(Collectors.toSet());
  }

  @Test
  void isInTheRegionsThatTheSdkNames() {
    assertThat(RegionalService.REKOGNITION.regions())
        .hasSizeGreaterThan(15)
        .isEqualTo(regionsOfTheSdk("rekognition"));
    assertThat(RegionalService.AMPLIFY.regions())
        .hasSizeGreaterThan(15)
        .isEqualTo(regionsOfTheSdk("amplify"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"eu-north-1", "cn-north-1", "eu-central-2"})
  void isRefusedByNameWhereItIsMissing(String region) {
    var program = Recordings.attempt(Map.of("twinlens:siteHosting", "s3", "aws:region", region));
    assertThat(program.errors())
        .singleElement()
        .asString()
        .contains(
            "aws:region is \"%s\", which does not have Amazon Rekognition; allowed: ap-northeast-1, "
                .formatted(region),
            "(https://docs.aws.amazon.com/general/latest/gr/rekognition.html)");
    assertThat(program.resources()).noneMatch(resource -> resource.type().startsWith("aws:"));
  }

  @Test
  void isNeededOnlyByTheHostingThatUsesIt() {
    var amplify = new SiteHosting.Amplify("", "", Output.ofSecret(""));
    assertThat(RegionalService.neededBy(new SiteHosting.S3()))
        .containsExactly(RegionalService.REKOGNITION);
    assertThat(RegionalService.neededBy(amplify))
        .containsExactly(RegionalService.REKOGNITION, RegionalService.AMPLIFY);
    assertThat(RegionalService.AMPLIFY.errorIn("us-gov-west-1"))
        .hasValueSatisfying(error -> assertThat(error).contains("siteHosting amplify needs"));
  }

  @Test
  void isLookedForInTheRegionOfTheEnvironmentToo() {
    assertThat(RegionalService.region(Optional.of("a"), Map.of("AWS_REGION", "b"))).contains("a");
    assertThat(
            RegionalService.region(
                Optional.empty(), Map.of("AWS_REGION", "b", "AWS_DEFAULT_REGION", "c")))
        .contains("b");
    assertThat(RegionalService.region(Optional.empty(), Map.of("AWS_DEFAULT_REGION", "c")))
        .contains("c");
    assertThat(RegionalService.region(Optional.empty(), Map.of())).isEmpty();
  }
}
