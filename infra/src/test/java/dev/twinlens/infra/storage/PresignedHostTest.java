package dev.twinlens.infra.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

/** The page's policy names the hosts that the functions' presigned URLs have. */
class PresignedHostTest {
  private static final String BUCKET = "store-images-1a2b3c4";

  static List<Region> regions() {
    return S3Client.serviceMetadata().regions().stream()
        // The SDK also lists names that stand for no region: fips-us-east-1, aws-global.
        .filter(region -> region.metadata() != null && !region.isGlobalRegion())
        .filter(region -> region.metadata().partition().id().equals("aws"))
        .toList();
  }

  @ParameterizedTest
  @MethodSource("regions")
  void isTheHostThatTheSdkPutsIntoUrls(Region region) {
    assertThat(
            PrivateBucket.presignedHost(
                region.id(),
                BUCKET + ".s3.amazonaws.com",
                "%s.s3.%s.amazonaws.com".formatted(BUCKET, region.id())))
        .isEqualTo(presigned(region));
  }

  private static String presigned(Region region) {
    try (var presigner =
        S3Presigner.builder()
            .region(region)
            .credentialsProvider(
                StaticCredentialsProvider.create(AwsBasicCredentials.create("id", "secret")))
            .build()) {
      return presigner
          .presignGetObject(
              presign ->
                  presign
                      .signatureDuration(Duration.ofMinutes(1))
                      .getObjectRequest(get -> get.bucket(BUCKET).key("a b/c.png")))
          .url()
          .getHost();
    }
  }
}
