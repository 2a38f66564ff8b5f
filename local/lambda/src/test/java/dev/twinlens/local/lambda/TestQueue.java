package dev.twinlens.local.lambda;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.elasticmq.rest.sqs.SQSRestServer;
import org.elasticmq.rest.sqs.SQSRestServerBuilder;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.SqsException;

/** A queue of an SQS server in memory. */
final class TestQueue {

  /** An SQS server in memory, with a client. */
  static final class Server implements AutoCloseable {
    private final SQSRestServer server =
        SQSRestServerBuilder.withInterface("127.0.0.1").withDynamicPort().start();
    private final URI endpoint =
        URI.create("http://127.0.0.1:" + server.waitUntilStarted().localAddress().getPort());
    private final SqsClient sqs =
        SqsClient.builder()
            .endpointOverride(endpoint)
            .region(Region.of(TestFunctions.REGION))
            .credentialsProvider(
                StaticCredentialsProvider.create(AwsBasicCredentials.create("key", "secret")))
            .httpClientBuilder(UrlConnectionHttpClient.builder())
            .build();

    URI endpoint() {
      return endpoint;
    }

    TestQueue createQueue(Duration visibilityTimeout) {
      String name = "queue-" + UUID.randomUUID();
      String url =
          sqs.createQueue(
                  request ->
                      request
                          .queueName(name)
                          .attributes(
                              Map.of(
                                  QueueAttributeName.VISIBILITY_TIMEOUT,
                                  Long.toString(visibilityTimeout.toSeconds()))))
              .queueUrl();
      return new TestQueue(sqs, name, url);
    }

    @Override
    public void close() {
      sqs.close();
      // Not awaited: the server would wait for abandoned long polls.
      var unused = server.stopAndGetFuture().apply();
    }
  }

  private final SqsClient sqs;
  private final String name;
  private final String url;

  private TestQueue(SqsClient sqs, String name, String url) {
    this.sqs = sqs;
    this.name = name;
    this.url = url;
  }

  EventSourceMappingSpec.Queue spec() {
    return withSuffix("");
  }

  /** Another queue, which does not exist. */
  EventSourceMappingSpec.Queue withSuffix(String suffix) {
    return new EventSourceMappingSpec.Queue(
        URI.create(url + suffix),
        "arn:aws:sqs:%s:%s:%s"
            .formatted(TestFunctions.REGION, TestFunctions.ACCOUNT, name + suffix));
  }

  void send(String... bodies) {
    List<SendMessageBatchRequestEntry> entries = new ArrayList<>();
    for (int i = 0; i < bodies.length; i++) {
      entries.add(
          SendMessageBatchRequestEntry.builder()
              .id(Integer.toString(i))
              .messageBody(bodies[i])
              .build());
    }
    sqs.sendMessageBatch(request -> request.queueUrl(url).entries(entries));
  }

  /** Does what the queue does when the visibility timeout of these messages expires. */
  void makeVisible(List<String> receiptHandles) {
    for (String receiptHandle : receiptHandles) {
      try {
        sqs.changeMessageVisibility(
            request -> request.queueUrl(url).receiptHandle(receiptHandle).visibilityTimeout(0));
      } catch (SqsException e) {
        if (e.statusCode() != 400) {
          throw e;
        }
        // The message was deleted.
      }
    }
  }

  long visibleMessages() {
    return attribute(QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES);
  }

  long messages() {
    return visibleMessages()
        + attribute(QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE);
  }

  private long attribute(QueueAttributeName attribute) {
    return Long.parseLong(
        sqs.getQueueAttributes(request -> request.queueUrl(url).attributeNames(attribute))
            .attributes()
            .get(attribute));
  }
}
