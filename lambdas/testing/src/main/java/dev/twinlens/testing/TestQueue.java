package dev.twinlens.testing;

import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse;
import com.amazonaws.services.lambda.runtime.events.SQSEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/** A function's queue and its dead-letter queue. */
public final class TestQueue {
  /**
   * Far longer than {@link #PATIENCE}: what comes back earlier does so by the function's choice.
   */
  private static final Duration VISIBILITY_TIMEOUT = Duration.ofMinutes(10);

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final SqsClient sqs = EmbeddedServices.client(SqsClient.builder());
  private final String url = create("queue-");
  private final String deadLetterUrl = create("dlq-");

  private String create(String prefix) {
    return sqs.createQueue(
            request ->
                request
                    .queueName(prefix + UUID.randomUUID())
                    .attributes(
                        Map.of(
                            QueueAttributeName.VISIBILITY_TIMEOUT,
                            Long.toString(VISIBILITY_TIMEOUT.toSeconds()))))
        .queueUrl();
  }

  /** What the deployment sets on the function. */
  public Map<String, String> environment() {
    return Map.of("QUEUE_URL", url, "DEAD_LETTER_QUEUE_URL", deadLetterUrl);
  }

  public void send(String body) {
    sqs.sendMessage(request -> request.queueUrl(url).messageBody(body));
  }

  /** The event with the next message, which has no other. */
  public SQSEvent next() {
    Message message = await(url);
    SQSEvent.SQSMessage record = new SQSEvent.SQSMessage();
    record.setMessageId(message.messageId());
    record.setReceiptHandle(message.receiptHandle());
    record.setBody(message.body());
    record.setAttributes(message.attributesAsStrings());
    SQSEvent event = new SQSEvent();
    event.setRecords(List.of(record));
    return event;
  }

  /** Deletes what the function has not reported as failed, as Lambda does. */
  public void settle(SQSEvent event, SQSBatchResponse response) {
    Set<String> failed =
        response.getBatchItemFailures().stream()
            .map(SQSBatchResponse.BatchItemFailure::getItemIdentifier)
            .collect(Collectors.toSet());
    for (SQSEvent.SQSMessage message : event.getRecords()) {
      if (!failed.contains(message.getMessageId())) {
        sqs.deleteMessage(
            request -> request.queueUrl(url).receiptHandle(message.getReceiptHandle()));
      }
    }
  }

  /** The next dead letter. */
  public Message nextDeadLetter() {
    return await(deadLetterUrl);
  }

  /** Whether the queue has no message, visible or not. */
  public boolean isEmpty() {
    Map<QueueAttributeName, String> counts =
        sqs.getQueueAttributes(
                request -> request.queueUrl(url).attributeNames(QueueAttributeName.ALL))
            .attributes();
    return "0".equals(counts.get(QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES))
        && "0".equals(counts.get(QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE));
  }

  private Message await(String queue) {
    List<Message> messages = new ArrayList<>();
    Awaitility.await("a message")
        .atMost(PATIENCE)
        .until(() -> messages.addAll(receive(queue)) || !messages.isEmpty());
    return messages.get(0);
  }

  private List<Message> receive(String queue) {
    return sqs.receiveMessage(
            request ->
                request
                    .queueUrl(queue)
                    .waitTimeSeconds(1)
                    .messageSystemAttributeNames(MessageSystemAttributeName.ALL)
                    .messageAttributeNames("All"))
        .messages();
  }
}
