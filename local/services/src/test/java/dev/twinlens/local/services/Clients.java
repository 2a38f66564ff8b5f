package dev.twinlens.local.services;

import dev.twinlens.local.services.auth.AccessKey;
import java.net.URI;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.DefaultRetryStrategy;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.rekognition.RekognitionClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3Configuration;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sts.StsClient;

/**
 * The AWS SDK's clients for the local services. They do not retry: a test must see each failure.
 */
final class Clients {
  private static final SdkHttpClient HTTP = UrlConnectionHttpClient.create();

  private final URI endpoint;
  private final AccessKey key;

  Clients(AwsServices services) {
    this(services, services.administrator());
  }

  Clients(AwsServices services, AccessKey key) {
    this(services.endpoint(), key);
  }

  Clients(URI endpoint, AccessKey key) {
    this.endpoint = endpoint;
    this.key = key;
  }

  S3Client s3() {
    return configured(S3Client.builder());
  }

  S3Presigner presigner() {
    return S3Presigner.builder()
        .endpointOverride(endpoint)
        .region(Region.US_EAST_1)
        .credentialsProvider(credentials())
        .serviceConfiguration(S3Configuration.builder().pathStyleAccessEnabled(true).build())
        .build();
  }

  SqsClient sqs() {
    return configured(SqsClient.builder());
  }

  SnsClient sns() {
    return configured(SnsClient.builder());
  }

  StsClient sts() {
    return configured(StsClient.builder());
  }

  DynamoDbClient dynamoDb() {
    return configured(DynamoDbClient.builder());
  }

  LambdaClient lambda() {
    return configured(LambdaClient.builder());
  }

  RekognitionClient rekognition() {
    return configured(RekognitionClient.builder());
  }

  private AwsCredentialsProvider credentials() {
    return StaticCredentialsProvider.create(
        AwsBasicCredentials.create(key.accessKeyId(), key.secretAccessKey()));
  }

  private <
          B extends
              AwsSyncClientBuilder<B, C>
                  & software.amazon.awssdk.awscore.client.builder.AwsClientBuilder<B, C>,
          C>
      C configured(B builder) {
    return builder
        .httpClient(HTTP)
        .endpointOverride(endpoint)
        .region(Region.US_EAST_1)
        .credentialsProvider(credentials())
        .overrideConfiguration(
            ClientOverrideConfiguration.builder()
                .retryStrategy(DefaultRetryStrategy.doNotRetry())
                .build())
        .build();
  }
}
