package dev.twinlens.runtime.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;

final class AwsFailuresTest {
  @Test
  void namesTheServiceThatDoesNotAnswer() {
    DynamoDbClient nobody =
        new AwsClients()
            .build(
                DynamoDbClient.builder()
                    .endpointOverride(URI.create("http://127.0.0.1:1"))
                    .region(Region.US_EAST_1)
                    .credentialsProvider(AnonymousCredentialsProvider.create()));

    Throwable failure = catchThrowable(nobody::listTables);

    assertThat(AwsFailures.reason(failure)).isEqualTo("Amazon DynamoDB does not answer.");
    assertThat(AwsFailures.reason(new IllegalStateException("cannot", failure)))
        .isEqualTo("Amazon DynamoDB does not answer.");
  }

  @ParameterizedTest
  @CsvSource({
    "ThrottlingException, 400, Amazon DynamoDB is throttling requests.",
    "AccessDeniedException, 403, Amazon DynamoDB denies access.",
    "InternalServerError, 500, Amazon DynamoDB has a fault.",
    "ValidationException, 400, Amazon DynamoDB rejects the request."
  })
  void saysWhatTheServiceDoes(String code, int status, String sentence) {
    assertThat(
            AwsFailures.reason(
                DynamoDbException.builder()
                    .statusCode(status)
                    .message("with https://secret?X-Amz-Signature=1")
                    .awsErrorDetails(
                        AwsErrorDetails.builder().errorCode(code).serviceName("DynamoDb").build())
                    .build()))
        .isEqualTo(sentence);
  }

  @Test
  void leavesOtherFailuresToTheLog() {
    assertThat(AwsFailures.reason(new IllegalStateException("secret")))
        .isEqualTo("An unexpected failure. The function's log has its details.");
  }
}
