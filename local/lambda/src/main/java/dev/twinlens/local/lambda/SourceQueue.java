package dev.twinlens.local.lambda;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.BatchResultErrorEntry;
import software.amazon.awssdk.services.sqs.model.DeleteMessageBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.DeleteMessageBatchResponse;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/** The queue of an event source mapping, read with the function's access key. */
final class SourceQueue implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(SourceQueue.class);

  /** SQS's limit of messages in one request. */
  static final int MAXIMUM_BATCH = 10;

  /** SQS's limit of a long poll. */
  static final Duration LONGEST_POLL = Duration.ofSeconds(20);

  private final SqsClient sqs;
  private final String url;

  private SourceQueue(SqsClient sqs, String url) {
    this.sqs = sqs;
    this.url = url;
  }

  static SourceQueue open(URI url, FunctionConfiguration.AwsAccess aws) {
    SqsClient sqs =
        SqsClient.builder()
            .endpointOverride(aws.endpoint())
            .region(Region.of(aws.region()))
            .credentialsProvider(
                StaticCredentialsProvider.create(
                    AwsBasicCredentials.create(aws.accessKeyId(), aws.secretAccessKey())))
            .httpClientBuilder(
                UrlConnectionHttpClient.builder().socketTimeout(LONGEST_POLL.plusSeconds(10)))
            .build();
    return new SourceQueue(sqs, url.toString());
  }

  Duration visibilityTimeout() {
    String seconds =
        sqs.getQueueAttributes(
                request ->
                    request.queueUrl(url).attributeNames(QueueAttributeName.VISIBILITY_TIMEOUT))
            .attributes()
            .get(QueueAttributeName.VISIBILITY_TIMEOUT);
    return Duration.ofSeconds(Long.parseLong(seconds));
  }

  /**
   * Receives up to 10 messages.
   *
   * @param wait whole seconds, up to {@link #LONGEST_POLL}
   */
  List<Message> receive(int atMost, Duration wait) {
    return sqs.receiveMessage(
            request ->
                request
                    .queueUrl(url)
                    .maxNumberOfMessages(Math.min(atMost, MAXIMUM_BATCH))
                    .waitTimeSeconds((int) wait.toSeconds())
                    .messageSystemAttributeNames(MessageSystemAttributeName.ALL)
                    .messageAttributeNames("All"))
        .messages();
  }

  /**
   * Deletes up to 10 messages.
   *
   * @return those that SQS did not delete
   */
  List<Message> delete(List<Message> messages) {
    List<DeleteMessageBatchRequestEntry> entries = new ArrayList<>();
    for (int i = 0; i < messages.size(); i++) {
      entries.add(
          DeleteMessageBatchRequestEntry.builder()
              .id(Integer.toString(i))
              .receiptHandle(messages.get(i).receiptHandle())
              .build());
    }
    DeleteMessageBatchResponse response =
        sqs.deleteMessageBatch(request -> request.queueUrl(url).entries(entries));
    if (response.hasFailed()) {
      LOG.warn("SQS did not delete messages of {}: {}", url, response.failed());
    }
    return response.failed().stream()
        .map(BatchResultErrorEntry::id)
        .map(Integer::valueOf)
        .map(messages::get)
        .toList();
  }

  @Override
  public void close() {
    sqs.close();
  }
}
