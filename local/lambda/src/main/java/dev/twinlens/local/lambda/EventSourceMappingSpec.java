package dev.twinlens.local.lambda;

import java.net.URI;
import java.time.Duration;
import java.util.OptionalInt;

/**
 * An event source mapping from a standard SQS queue to a function. The queue is read with the
 * function's access key, as Lambda reads it with the function's role.
 *
 * @param uuid the mapping's ID
 * @param functionName the function that gets the messages
 * @param queue the queue to read
 * @param batching how messages are gathered for an invocation
 * @param maximumConcurrency the number of simultaneous invocations, 2 to 1,000; the default is 5,
 *     at which Lambda starts to scale
 * @param reportBatchItemFailures the function's response names the messages that failed; otherwise
 *     a batch succeeds or fails as a whole
 * @param enabled whether messages are read
 * @see <a
 *     href="https://docs.aws.amazon.com/lambda/latest/api/API_CreateEventSourceMapping.html">CreateEventSourceMapping</a>
 */
public record EventSourceMappingSpec(
    String uuid,
    String functionName,
    Queue queue,
    Batching batching,
    OptionalInt maximumConcurrency,
    boolean reportBatchItemFailures,
    boolean enabled) {

  /** Lambda starts with this number of pollers when no maximum is set. */
  private static final int DEFAULT_CONCURRENCY = 5;

  /**
   * A queue.
   *
   * @param arn the queue's ARN, which the events carry
   */
  public record Queue(URI url, String arn) {}

  /**
   * How messages are gathered.
   *
   * @param size messages in an invocation, 1 to 10,000; more than 10 require a window
   * @param window how long to gather a batch, 0 to 300 seconds
   */
  public record Batching(int size, Duration window) {}

  int concurrency() {
    return maximumConcurrency.orElse(DEFAULT_CONCURRENCY);
  }
}
