package dev.twinlens.local.aws;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.BucketVersioningStatus;
import software.amazon.awssdk.services.s3.model.Event;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;
import software.amazon.awssdk.services.s3.model.TopicConfiguration;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

class PipelineTest {
  @TempDir Path data;

  @Test
  void deliversTheEventOfAnUploadToTheSubscribedQueue() throws Exception {
    try (AwsServices services = AwsServices.start(AwsServices.Options.in(data))) {
      Clients clients = new Clients(services);
      S3Client s3 = clients.s3();
      SqsClient sqs = clients.sqs();
      SnsClient sns = clients.sns();
      s3.createBucket(create -> create.bucket("images"));
      s3.putBucketVersioning(
          put ->
              put.bucket("images")
                  .versioningConfiguration(c -> c.status(BucketVersioningStatus.ENABLED)));
      String topic = sns.createTopic(create -> create.name("uploads")).topicArn();
      sns.setTopicAttributes(
          set ->
              set.topicArn(topic)
                  .attributeName("Policy")
                  .attributeValue(
                      """
                      {"Version":"2012-10-17","Statement":[{"Effect":"Allow",
                      "Principal":{"Service":"s3.amazonaws.com"},"Action":"sns:Publish",
                      "Resource":"%s","Condition":{"ArnEquals":{"aws:SourceArn":"arn:aws:s3:::images"},
                      "StringEquals":{"aws:SourceAccount":"000000000000"}}}]}"""
                          .formatted(topic)));
      String queueArn = "arn:aws:sqs:us-east-1:000000000000:classify";
      String queueUrl =
          sqs.createQueue(
                  create ->
                      create
                          .queueName("classify")
                          .attributes(
                              Map.of(
                                  QueueAttributeName.POLICY,
                                  """
                                  {"Version":"2012-10-17","Statement":[{"Effect":"Allow",
                                  "Principal":{"Service":"sns.amazonaws.com"},"Action":"sqs:SendMessage",
                                  "Resource":"%s","Condition":{"ArnEquals":{"aws:SourceArn":"%s"}}}]}"""
                                      .formatted(queueArn, topic))))
              .queueUrl();
      assertThat(queueUrl).startsWith(services.endpoint().toString());
      sns.subscribe(
          subscribe ->
              subscribe
                  .topicArn(topic)
                  .protocol("sqs")
                  .endpoint(queueArn)
                  .attributes(Map.of("RawMessageDelivery", "true")));
      s3.putBucketNotificationConfiguration(
          put ->
              put.bucket("images")
                  .notificationConfiguration(
                      c ->
                          c.topicConfigurations(
                              TopicConfiguration.builder()
                                  .topicArn(topic)
                                  .events(Event.S3_OBJECT_CREATED)
                                  .build())));
      PutObjectResponse put =
          s3.putObject(
              p -> p.bucket("images").key("2026/a b+c/ü.png"), RequestBody.fromString("photo"));
      assertThat(put.versionId()).hasSize(32);
      List<Message> messages =
          sqs.receiveMessage(r -> r.queueUrl(queueUrl).maxNumberOfMessages(10)).messages();
      assertThat(messages).hasSize(2);
      assertThat(messages.get(0).body()).contains("s3:TestEvent");
      JsonNode event = new ObjectMapper().readTree(messages.get(1).body()).at("/Records/0");
      assertThat(event.at("/s3/object/key").asText()).isEqualTo("2026/a+b%2Bc/%C3%BC.png");
      assertThat(event.at("/s3/object/versionId").asText()).isEqualTo(put.versionId());
    }
  }
}
