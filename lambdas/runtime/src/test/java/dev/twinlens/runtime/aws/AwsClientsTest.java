package dev.twinlens.runtime.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.twinlens.testing.LambdaContext;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

final class AwsClientsTest {
  @Test
  void endsARequestInTimeToReportItsFailure() throws IOException {
    AwsClients clients = new AwsClients();
    try (ServerSocket silent = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
      DynamoDbClient client =
          clients.build(
              DynamoDbClient.builder()
                  .endpointOverride(URI.create("http://127.0.0.1:" + silent.getLocalPort()))
                  .region(Region.US_EAST_1)
                  .credentialsProvider(AnonymousCredentialsProvider.create()));
      clients.begin(new LambdaContext("r", AwsClients.REPORTING_TIME.plus(Duration.ofMillis(500))));

      assertThat(catchThrowable(client::listTables)).isInstanceOf(ApiCallTimeoutException.class);
    }
  }
}
