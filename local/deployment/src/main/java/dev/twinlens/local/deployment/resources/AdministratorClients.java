package dev.twinlens.local.deployment.resources;

import dev.twinlens.local.services.auth.AccessKey;
import java.net.URI;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sqs.SqsClient;

/** The administrator's SDK clients for the services of this machine. */
final class AdministratorClients implements AutoCloseable {
  private final SdkHttpClient http = UrlConnectionHttpClient.create();
  private final URI endpoint;
  private final Region region;
  private final StaticCredentialsProvider credentials;
  private final S3Client s3;
  private final SnsClient sns;
  private final SqsClient sqs;
  private final DynamoDbClient dynamoDb;

  AdministratorClients(URI endpoint, String region, AccessKey key) {
    this.endpoint = endpoint;
    this.region = Region.of(region);
    this.credentials =
        StaticCredentialsProvider.create(
            AwsBasicCredentials.create(key.accessKeyId(), key.secretAccessKey()));
    s3 = configured(S3Client.builder().httpClient(http).forcePathStyle(true)).build();
    sns = configured(SnsClient.builder().httpClient(http)).build();
    sqs = configured(SqsClient.builder().httpClient(http)).build();
    dynamoDb = configured(DynamoDbClient.builder().httpClient(http)).build();
  }

  S3Client s3() {
    return s3;
  }

  SnsClient sns() {
    return sns;
  }

  SqsClient sqs() {
    return sqs;
  }

  DynamoDbClient dynamoDb() {
    return dynamoDb;
  }

  @Override
  public void close() {
    s3.close();
    sns.close();
    sqs.close();
    dynamoDb.close();
    http.close();
  }

  private <B extends AwsClientBuilder<B, ?>> B configured(B builder) {
    return builder.endpointOverride(endpoint).region(region).credentialsProvider(credentials);
  }
}
