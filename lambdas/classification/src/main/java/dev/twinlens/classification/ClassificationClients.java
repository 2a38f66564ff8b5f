package dev.twinlens.classification;

import dev.twinlens.runtime.aws.AwsClients;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.rekognition.RekognitionClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sns.SnsClient;

/** The services that classification calls. */
public record ClassificationClients(
    S3Client s3, DynamoDbClient dynamoDb, SnsClient sns, RekognitionClient rekognition) {

  public static ClassificationClients of(AwsClients clients) {
    return new ClassificationClients(
        clients.build(S3Client.builder()),
        clients.build(DynamoDbClient.builder()),
        clients.build(SnsClient.builder()),
        clients.build(RekognitionClient.builder(), recordingResponses()));
  }

  /** What a Rekognition client needs so that the results bucket gets its whole responses. */
  private static ClientOverrideConfiguration.Builder recordingResponses() {
    return ClientOverrideConfiguration.builder().addExecutionInterceptor(new ResponseRecorder());
  }
}
