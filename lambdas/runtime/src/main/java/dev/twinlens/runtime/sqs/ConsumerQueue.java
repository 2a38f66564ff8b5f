package dev.twinlens.runtime.sqs;

import com.amazonaws.services.lambda.runtime.events.SQSEvent;
import dev.twinlens.runtime.aws.AwsClients;
import dev.twinlens.runtime.config.Environment;
import java.time.Duration;
import java.util.Map;
import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;

/** The queue that feeds a function, and its dead-letter queue. */
public final class ConsumerQueue {
  /** The message attribute with the reason why a message is in the dead-letter queue. */
  static final String REASON = "Reason";

  /**
   * The message attribute with the id that the message had in its queue: a function that was killed
   * between the two calls, the sending and the deletion, sends it twice.
   */
  static final String MESSAGE_ID = "MessageId";

  private final SqsClient sqs;
  private final String url;
  private final String deadLetterUrl;

  private ConsumerQueue(SqsClient sqs, String url, String deadLetterUrl) {
    this.sqs = sqs;
    this.url = url;
    this.deadLetterUrl = deadLetterUrl;
  }

  /** Reads QUEUE_URL and DEAD_LETTER_QUEUE_URL. */
  public static ConsumerQueue of(Environment environment, AwsClients clients) {
    return new ConsumerQueue(
        clients.build(SqsClient.builder()),
        environment.text("QUEUE_URL"),
        environment.text("DEAD_LETTER_QUEUE_URL"));
  }

  /** Has SQS deliver a received message again after that time, which SQS counts in seconds. */
  void redeliver(String receiptHandle, Duration after) {
    int seconds = Math.toIntExact(Math.max(1, after.plusMillis(999).toSeconds()));
    sqs.changeMessageVisibility(
        request -> request.queueUrl(url).receiptHandle(receiptHandle).visibilityTimeout(seconds));
  }

  /**
   * Sends a message to the dead-letter queue as it is.
   *
   * @param reason a sentence for a person
   */
  void reject(SQSEvent.SQSMessage message, String reason) {
    sqs.sendMessage(
        request ->
            request
                .queueUrl(deadLetterUrl)
                .messageBody(message.getBody())
                .messageAttributes(
                    Map.of(REASON, text(reason), MESSAGE_ID, text(message.getMessageId())))
                .overrideConfiguration(ConsumerQueue::reporting));
  }

  private static MessageAttributeValue text(String value) {
    return MessageAttributeValue.builder().dataType("String").stringValue(value).build();
  }

  /** A report may use the time that other requests leave to it. */
  private static void reporting(AwsRequestOverrideConfiguration.Builder configuration) {
    configuration.apiCallTimeout(AwsClients.REPORTING_TIME);
  }
}
