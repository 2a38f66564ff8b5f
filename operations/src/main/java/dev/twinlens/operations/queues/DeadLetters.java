package dev.twinlens.operations.queues;

import dev.twinlens.operations.stack.WorkQueue;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;
import software.amazon.awssdk.services.sqs.model.ReceiveMessageRequest;

/** The messages in one dead-letter queue. */
final class DeadLetters {
  /** Why the function gave the message up at once; other messages were received too often. */
  private static final String REASON = "Reason";

  /** The id that the message had in the function's queue. */
  private static final String MESSAGE_ID = "MessageId";

  /** While a command works on a message, no other receives it. */
  private static final int HELD_SECONDS = 60;

  private static final int BATCH = 10;

  private final SqsClient sqs;
  private final WorkQueue queue;

  DeadLetters(SqsClient sqs, WorkQueue queue) {
    this.sqs = sqs;
    this.queue = queue;
  }

  /** One message. */
  record Letter(Message message) {
    String reason() {
      MessageAttributeValue reason = message.messageAttributes().get(REASON);
      return reason == null ? "received too often; the log says why" : reason.stringValue();
    }

    Instant sentAt() {
      return Instant.ofEpochMilli(
          Long.parseLong(
              message.attributes().getOrDefault(MessageSystemAttributeName.SENT_TIMESTAMP, "0")));
    }

    /** How often it was received, by the function and from the dead-letter queue. */
    String receiveCount() {
      return message
          .attributes()
          .getOrDefault(MessageSystemAttributeName.APPROXIMATE_RECEIVE_COUNT, "0");
    }
  }

  /** All messages; until they are released, or a minute has passed, nobody else receives them. */
  List<Letter> hold() {
    List<Letter> letters = new ArrayList<>();
    for (List<Letter> batch = receive(); !batch.isEmpty(); batch = receive()) {
      letters.addAll(batch);
    }
    return letters;
  }

  /** Some messages, held as by {@link #hold}; none when there are no more. */
  List<Letter> receive() {
    return sqs
        .receiveMessage(
            ReceiveMessageRequest.builder()
                .queueUrl(queue.deadLetterUrl())
                .maxNumberOfMessages(BATCH)
                .visibilityTimeout(HELD_SECONDS)
                .waitTimeSeconds(1)
                .messageAttributeNames("All")
                .messageSystemAttributeNames(
                    MessageSystemAttributeName.SENT_TIMESTAMP,
                    MessageSystemAttributeName.APPROXIMATE_RECEIVE_COUNT)
                .build())
        .messages()
        .stream()
        .map(Letter::new)
        .toList();
  }

  void release(Letter letter) {
    sqs.changeMessageVisibility(
        request ->
            request
                .queueUrl(queue.deadLetterUrl())
                .receiptHandle(letter.message().receiptHandle())
                .visibilityTimeout(0));
  }

  void drop(Letter letter) {
    sqs.deleteMessage(
        request ->
            request
                .queueUrl(queue.deadLetterUrl())
                .receiptHandle(letter.message().receiptHandle()));
  }

  /**
   * Sends the message to the function's queue again, as a new one. Should this process end before
   * the dead letter is deleted, the message is there twice, and the second one changes nothing.
   */
  void redrive(Letter letter) {
    Map<String, MessageAttributeValue> attributes =
        new HashMap<>(letter.message().messageAttributes());
    attributes.keySet().removeAll(Set.of(REASON, MESSAGE_ID));
    sqs.sendMessage(
        request ->
            request
                .queueUrl(queue.url())
                .messageBody(letter.message().body())
                .messageAttributes(attributes));
    drop(letter);
  }
}
