package dev.twinlens.local.services;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.BucketVersioningStatus;
import software.amazon.awssdk.services.s3.model.FilterRule;
import software.amazon.awssdk.services.s3.model.TopicConfiguration;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/** A versioned bucket, a topic and a queue, with the policies that allow events. */
final class Pipeline {
  private static final ObjectMapper JSON = new ObjectMapper();

  final S3Client s3;
  final SnsClient sns;
  final SqsClient sqs;
  final String bucket;
  final String topicArn;
  final String queueUrl;
  final String queueArn;

  Pipeline(Clients clients) {
    this(clients, UUID.randomUUID().toString());
  }

  /** Creates what does not exist yet. */
  Pipeline(Clients clients, String name) {
    s3 = clients.s3();
    sns = clients.sns();
    sqs = clients.sqs();
    bucket = "images-" + name;
    if (s3.listBuckets().buckets().stream().noneMatch(b -> b.name().equals(bucket))) {
      s3.createBucket(create -> create.bucket(bucket));
    }
    s3.putBucketVersioning(
        put ->
            put.bucket(bucket)
                .versioningConfiguration(c -> c.status(BucketVersioningStatus.ENABLED)));
    topicArn = sns.createTopic(create -> create.name("uploads-" + name)).topicArn();
    queueUrl = sqs.createQueue(create -> create.queueName("classify-" + name)).queueUrl();
    queueArn =
        sqs.getQueueAttributes(
                get -> get.queueUrl(queueUrl).attributeNames(QueueAttributeName.QUEUE_ARN))
            .attributes()
            .get(QueueAttributeName.QUEUE_ARN);
    setTopicPolicy("arn:aws:s3:::" + bucket);
    setQueuePolicy(topicArn);
  }

  void setTopicPolicy(String sourceArn) {
    sns.setTopicAttributes(
        set ->
            set.topicArn(topicArn)
                .attributeName("Policy")
                .attributeValue(
                    """
                    {"Version":"2012-10-17","Statement":[{"Effect":"Allow",
                    "Principal":{"Service":"s3.amazonaws.com"},"Action":"sns:Publish",
                    "Resource":"%s","Condition":{"ArnEquals":{"aws:SourceArn":"%s"},
                    "StringEquals":{"aws:SourceAccount":"000000000000"}}}]}"""
                        .formatted(topicArn, sourceArn)));
  }

  void setQueuePolicy(String sourceArn) {
    sqs.setQueueAttributes(
        set ->
            set.queueUrl(queueUrl)
                .attributes(
                    Map.of(
                        QueueAttributeName.POLICY,
                        """
                        {"Version":"2012-10-17","Statement":[{"Effect":"Allow",
                        "Principal":{"Service":"sns.amazonaws.com"},"Action":"sqs:SendMessage",
                        "Resource":"%s","Condition":{"ArnEquals":{"aws:SourceArn":"%s"}}}]}"""
                            .formatted(queueArn, sourceArn))));
  }

  String subscribe(boolean raw) {
    return sns.subscribe(
            subscribe ->
                subscribe
                    .topicArn(topicArn)
                    .protocol("sqs")
                    .endpoint(queueArn)
                    .attributes(Map.of("RawMessageDelivery", String.valueOf(raw)))
                    .returnSubscriptionArn(true))
        .subscriptionArn();
  }

  /** Publishes these events of all keys. */
  void notifyOf(String... events) {
    s3.putBucketNotificationConfiguration(
        put ->
            put.bucket(bucket)
                .notificationConfiguration(
                    all ->
                        all.topicConfigurations(
                            TopicConfiguration.builder()
                                .id("uploads")
                                .topicArn(topicArn)
                                .eventsWithStrings(events)
                                .build())));
  }

  void notify(String event) {
    notify(event, /* prefix= */ "", /* suffix= */ "");
  }

  void notify(String event, String prefix, String suffix) {
    s3.putBucketNotificationConfiguration(
        put ->
            put.bucket(bucket)
                .notificationConfiguration(
                    c ->
                        c.topicConfigurations(
                            TopicConfiguration.builder()
                                .id("uploads")
                                .topicArn(topicArn)
                                .eventsWithStrings(event)
                                .filter(
                                    filter ->
                                        filter.key(
                                            key ->
                                                key.filterRules(
                                                    FilterRule.builder()
                                                        .name("prefix")
                                                        .value(prefix)
                                                        .build(),
                                                    FilterRule.builder()
                                                        .name("suffix")
                                                        .value(suffix)
                                                        .build())))
                                .build())));
  }

  /** Subscribes to every upload without envelopes, and removes the test event from the queue. */
  Pipeline connected() {
    subscribe(/* raw= */ true);
    notify("s3:ObjectCreated:*");
    take();
    return this;
  }

  /** Empties the queue and returns its messages. */
  List<String> take() {
    List<String> bodies = new ArrayList<>();
    List<Message> messages = receive();
    while (!messages.isEmpty()) {
      for (Message message : messages) {
        bodies.add(message.body());
        sqs.deleteMessage(
            delete -> delete.queueUrl(queueUrl).receiptHandle(message.receiptHandle()));
      }
      messages = receive();
    }
    return bodies;
  }

  List<Message> receive() {
    return sqs.receiveMessage(
            receive ->
                receive.queueUrl(queueUrl).maxNumberOfMessages(10).messageAttributeNames("All"))
        .messages();
  }

  /** Empties the queue and returns the records of its S3 events. */
  List<JsonNode> takeRecords() {
    List<JsonNode> records = new ArrayList<>();
    for (String body : take()) {
      json(body).path("Records").forEach(records::add);
    }
    return records;
  }

  static JsonNode json(String text) {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new AssertionError(text, e);
    }
  }
}
