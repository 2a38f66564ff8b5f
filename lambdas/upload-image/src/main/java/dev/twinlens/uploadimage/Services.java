package dev.twinlens.uploadimage;

import dev.twinlens.shared.aws.AwsClients;
import dev.twinlens.shared.classification.ImageClassifier;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.rekognition.RekognitionClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;
import software.amazon.awssdk.services.sns.SnsClient;

/** The clients that this function holds. */
record Services(
    S3Client s3,
    S3Presigner presigner,
    DynamoDbClient dynamoDb,
    SnsClient sns,
    RekognitionClient rekognition) {
  static Services of(AwsClients clients) {
    return new Services(
        clients.s3(),
        clients.presigner(),
        clients.dynamoDb(),
        clients.sns(),
        ImageClassifier.rekognition(clients));
  }
}
