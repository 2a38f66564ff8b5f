package dev.twinlens.testing;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Predicate;
import org.awaitility.Awaitility;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/** A topic and a queue that is subscribed to it with raw delivery. */
public final class TestTopic {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final SqsClient sqs = EmbeddedServices.client(SqsClient.builder());
  private final String arn;
  private final String queue;

  TestTopic(String prefix) {
    SnsClient sns = EmbeddedServices.client(SnsClient.builder());
    this.arn = sns.createTopic(request -> request.name(prefix + UUID.randomUUID())).topicArn();
    this.queue = sqs.createQueue(request -> request.queueName("q-" + UUID.randomUUID())).queueUrl();
    String queueArn =
        sqs.getQueueAttributes(
                request -> request.queueUrl(queue).attributeNames(QueueAttributeName.QUEUE_ARN))
            .attributes()
            .getOrDefault(QueueAttributeName.QUEUE_ARN, "");
    sqs.setQueueAttributes(
        request ->
            request
                .queueUrl(queue)
                .attributes(
                    Map.of(
                        QueueAttributeName.POLICY,
                        policy("sns.amazonaws.com", "sqs:SendMessage", queueArn))));
    sns.setTopicAttributes(
        request ->
            request
                .topicArn(arn)
                .attributeName("Policy")
                .attributeValue(policy("s3.amazonaws.com", "sns:Publish", arn)));
    sns.subscribe(
        request ->
            request
                .topicArn(arn)
                .protocol("sqs")
                .endpoint(queueArn)
                .attributes(Map.of("RawMessageDelivery", "true")));
  }

  public String arn() {
    return arn;
  }

  /** Takes messages until this many match; those that do not match are of other tests. */
  public List<String> receive(int count, Predicate<Map<String, Object>> wanted) {
    List<String> bodies = new ArrayList<>();
    Awaitility.await()
        .atMost(PATIENCE)
        .until(
            () -> {
              for (Message message : receiveSome()) {
                if (wanted.test(TestJson.object(message.body()))) {
                  bodies.add(message.body());
                }
              }
              return bodies.size() >= count;
            });
    return bodies;
  }

  /** Whether nothing waits in the queue. */
  public boolean isEmpty() {
    return sqs.receiveMessage(request -> request.queueUrl(queue)).messages().isEmpty();
  }

  private List<Message> receiveSome() {
    List<Message> messages =
        sqs.receiveMessage(
                request -> request.queueUrl(queue).maxNumberOfMessages(10).waitTimeSeconds(1))
            .messages();
    messages.forEach(
        message ->
            sqs.deleteMessage(
                request -> request.queueUrl(queue).receiptHandle(message.receiptHandle())));
    return messages;
  }

  private static String policy(String service, String action, String resource) {
    Map<String, Object> statement =
        Map.of(
            "Effect",
            "Allow",
            "Principal",
            Map.of("Service", service),
            "Action",
            action,
            "Resource",
            resource);
    return TestJson.write(Map.of("Version", "2012-10-17", "Statement", List.of(statement)));
  }
}
