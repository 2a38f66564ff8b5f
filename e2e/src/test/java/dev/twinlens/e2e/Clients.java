package dev.twinlens.e2e;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sqs.SqsClient;

/** AWS's clients, all at one address and with one key. */
final class Clients implements AutoCloseable {
  private final Stack stack;
  private final URI endpoint;
  private final AwsBasicCredentials key;
  private final Deque<AutoCloseable> made = new ArrayDeque<>();

  Clients(Stack stack, URI endpoint, AwsBasicCredentials key) {
    this.stack = stack;
    this.endpoint = endpoint;
    this.key = key;
  }

  String output(String name) {
    return stack.output(name);
  }

  String images() {
    return output("imagesBucket");
  }

  S3Client s3() {
    return make(S3Client.builder().forcePathStyle(true));
  }

  DynamoDbClient dynamoDb() {
    return make(DynamoDbClient.builder());
  }

  SnsClient sns() {
    return make(SnsClient.builder());
  }

  /** Waits as long as a function may run: a second attempt would be a second invocation. */
  LambdaClient lambda() {
    return make(
        LambdaClient.builder()
            .httpClientBuilder(
                UrlConnectionHttpClient.builder().socketTimeout(Duration.ofMinutes(15))));
  }

  SqsClient sqs() {
    return make(SqsClient.builder());
  }

  private <C extends AutoCloseable, B extends AwsClientBuilder<B, C>> C make(B builder) {
    C client =
        builder
            .endpointOverride(endpoint)
            .region(Region.of(stack.environment().get("AWS_REGION")))
            .credentialsProvider(StaticCredentialsProvider.create(key))
            .build();
    made.push(client);
    return client;
  }

  @Override
  public void close() {
    made.forEach(
        client -> {
          try {
            client.close();
          } catch (Exception e) {
            throw new IllegalStateException(e);
          }
        });
  }
}
