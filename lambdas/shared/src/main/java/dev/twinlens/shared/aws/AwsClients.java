package dev.twinlens.shared.aws;

import java.time.Duration;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.rekognition.RekognitionClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;
import software.amazon.awssdk.services.sns.SnsClient;

/**
 * The SDK's clients as every function makes them, once, at its initialisation: region, credentials
 * and endpoint come from the SDK's own chain, the JDK's HTTP connection carries them, and a service
 * that hangs is given up in time for the function to say so.
 */
public final class AwsClients {
  private static final Duration CONNECTION_TIMEOUT = Duration.ofSeconds(2);
  private static final Duration SOCKET_TIMEOUT = Duration.ofSeconds(8);

  private final SdkHttpClient http =
      UrlConnectionHttpClient.builder()
          .connectionTimeout(CONNECTION_TIMEOUT)
          .socketTimeout(SOCKET_TIMEOUT)
          .build();

  public S3Client s3() {
    return configured(S3Client.builder()).build();
  }

  public DynamoDbClient dynamoDb() {
    return configured(DynamoDbClient.builder()).build();
  }

  public SnsClient sns() {
    return configured(SnsClient.builder()).build();
  }

  public RekognitionClient rekognition(ExecutionInterceptor interceptor) {
    return configured(RekognitionClient.builder())
        .overrideConfiguration(
            configuration ->
                configuration
                    .retryStrategy(AwsRetryStrategy.standardRetryStrategy())
                    .addExecutionInterceptor(interceptor))
        .build();
  }

  public S3Presigner presigner() {
    return S3Presigner.create();
  }

  private <B extends AwsSyncClientBuilder<B, C> & AwsClientBuilder<B, C>, C> B configured(
      B builder) {
    return builder
        .httpClient(http)
        .overrideConfiguration(
            configuration -> configuration.retryStrategy(AwsRetryStrategy.standardRetryStrategy()));
  }
}
