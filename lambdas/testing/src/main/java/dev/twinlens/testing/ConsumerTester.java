package dev.twinlens.testing;

import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse;
import com.amazonaws.services.lambda.runtime.events.SQSEvent;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;

/** Hands messages to a consumer of the uploads topic, as Lambda does. */
public final class ConsumerTester {
  private final RequestHandler<SQSEvent, SQSBatchResponse> consumer;

  public ConsumerTester(RequestHandler<SQSEvent, SQSBatchResponse> consumer) {
    this.consumer = consumer;
  }

  /** The messages that are to be delivered again, of one for each stored version. */
  public List<String> failures(StoredVersion... versions) {
    return failures(Arrays.stream(versions).map(StoredVersion::message).toArray(String[]::new));
  }

  /** The messages that are to be delivered again: {@code m0} for the first, and so on. */
  public List<String> failures(String... bodies) {
    return failures(LambdaContext.create(), bodies);
  }

  /** As {@link #failures(String...)}, in an invocation of one's own. */
  public List<String> failures(LambdaContext context, String... bodies) {
    return consumer.handleRequest(batch(bodies), context).getBatchItemFailures().stream()
        .map(SQSBatchResponse.BatchItemFailure::getItemIdentifier)
        .toList();
  }

  private static SQSEvent batch(String... bodies) {
    SQSEvent event = new SQSEvent();
    event.setRecords(
        IntStream.range(0, bodies.length)
            .mapToObj(index -> message("m" + index, bodies[index]))
            .toList());
    return event;
  }

  private static SQSEvent.SQSMessage message(String id, String body) {
    SQSEvent.SQSMessage message = new SQSEvent.SQSMessage();
    message.setMessageId(id);
    message.setReceiptHandle(UUID.randomUUID().toString());
    message.setBody(body);
    return message;
  }
}
