package dev.twinlens.infra.settings;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * A service of AWS that not every region has. In another region, the deployment would fail in the
 * middle, or succeed and then label no photo.
 *
 * @param title what a message calls it
 * @param source where AWS documents its regions
 * @param regions those that have it
 */
public record RegionalService(String title, String source, Set<String> regions) {
  static final RegionalService REKOGNITION =
      new RegionalService(
          "Amazon Rekognition",
          "https://docs.aws.amazon.com/general/latest/gr/rekognition.html",
          Set.of(
              "ap-northeast-1",
              "ap-northeast-2",
              "ap-south-1",
              "ap-southeast-1",
              "ap-southeast-2",
              "ap-southeast-5",
              "ap-southeast-7",
              "ca-central-1",
              "eu-central-1",
              "eu-south-2",
              "eu-west-1",
              "eu-west-2",
              "il-central-1",
              "sa-east-1",
              "us-east-1",
              "us-east-2",
              "us-gov-west-1",
              "us-west-1",
              "us-west-2"));

  static final RegionalService AMPLIFY =
      new RegionalService(
          "AWS Amplify Hosting, which siteHosting amplify needs",
          "https://docs.aws.amazon.com/general/latest/gr/amplify.html",
          Set.of(
              "ap-east-1",
              "ap-northeast-1",
              "ap-northeast-2",
              "ap-northeast-3",
              "ap-south-1",
              "ap-southeast-1",
              "ap-southeast-2",
              "ca-central-1",
              "eu-central-1",
              "eu-north-1",
              "eu-south-1",
              "eu-west-1",
              "eu-west-2",
              "eu-west-3",
              "me-south-1",
              "sa-east-1",
              "us-east-1",
              "us-east-2",
              "us-west-1",
              "us-west-2"));

  public RegionalService {
    regions = Set.copyOf(regions);
  }

  /** Those that a stack with this hosting uses. */
  public static List<RegionalService> neededBy(SiteHosting hosting) {
    return hosting instanceof SiteHosting.Amplify
        ? List.of(REKOGNITION, AMPLIFY)
        : List.of(REKOGNITION);
  }

  /** The region that the AWS provider uses, as far as the program can know it. */
  static Optional<String> region(Optional<String> setting, Map<String, String> environment) {
    return setting.or(
        () ->
            Stream.of("AWS_REGION", "AWS_DEFAULT_REGION")
                .flatMap(variable -> Stream.ofNullable(environment.get(variable)))
                .findFirst());
  }

  /** Why the region cannot be used; empty if it has the service. */
  Optional<String> errorIn(String region) {
    return regions.contains(region)
        ? Optional.empty()
        : Optional.of(
            "aws:region is \"%s\", which does not have %s; allowed: %s (%s)"
                .formatted(region, title, String.join(", ", new TreeSet<>(regions)), source));
  }
}
