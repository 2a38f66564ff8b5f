package dev.twinlens.testing;

import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse;
import com.amazonaws.services.lambda.runtime.events.SQSEvent;
import dev.twinlens.domain.events.ObjectCreated;
import java.util.Arrays;
import java.util.List;

/** Hands messages to a consumer of the uploads topic, as Lambda does. */
public final class ConsumerTester {
  private final RequestHandler<SQSEvent, SQSBatchResponse> consumer;

  public ConsumerTester(RequestHandler<SQSEvent, SQSBatchResponse> consumer) {
    this.consumer = consumer;
  }

  /** The messages that are to be delivered again, of one for each created object. */
  public List<String> failures(ObjectCreated... created) {
    return failures(Arrays.stream(created).map(S3Events::message).toArray(String[]::new));
  }

  /** The messages that are to be delivered again: {@code m0} for the first, and so on. */
  public List<String> failures(String... bodies) {
    return consumer
        .handleRequest(S3Events.batch(bodies), LambdaContext.create())
        .getBatchItemFailures()
        .stream()
        .map(SQSBatchResponse.BatchItemFailure::getItemIdentifier)
        .toList();
  }
}
