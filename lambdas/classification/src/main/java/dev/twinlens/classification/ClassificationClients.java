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
        clients.build(RekognitionClient.builder(), recordingAnswers()));
  }

  /** What a Rekognition client needs so that the results bucket gets its whole answers. */
  public static ClientOverrideConfiguration.Builder recordingAnswers() {
    return ClientOverrideConfiguration.builder().addExecutionInterceptor(new AnswerRecorder());
  }
}
