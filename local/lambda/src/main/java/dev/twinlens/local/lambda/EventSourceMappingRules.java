package dev.twinlens.local.lambda;

import java.time.Duration;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sqs.model.QueueDoesNotExistException;

/** Rejects an event source mapping that {@code CreateEventSourceMapping} would reject. */
final class EventSourceMappingRules {
  private EventSourceMappingRules() {}

  /**
   * @throws IllegalArgumentException when a setting is out of range
   */
  static void check(EventSourceMappingSpec spec) {
    Duration window = spec.batching().window();
    int size = spec.batching().size();
    require(
        !spec.queue().arn().endsWith(".fifo"),
        spec,
        "FIFO queues are not supported, since their order is not kept");
    require(size >= 1 && size <= 10_000, spec, "the batch size " + size + " is not 1 to 10000");
    require(
        !window.isNegative() && window.compareTo(Duration.ofMinutes(5)) <= 0,
        spec,
        "the maximum batching window " + window + " is not 0 to 300 seconds");
    require(
        size <= SourceQueue.MAXIMUM_BATCH || window.compareTo(Duration.ofSeconds(1)) >= 0,
        spec,
        "a batch size over 10 requires a maximum batching window of at least one second");
    require(
        spec.concurrency() >= 2 && spec.concurrency() <= 1000,
        spec,
        "the maximum concurrency " + spec.concurrency() + " is not 2 to 1000");
  }

  /**
   * @throws IllegalArgumentException when the function cannot read the queue, or its timeout is
   *     longer than the queue's visibility timeout
   */
  static void check(
      EventSourceMappingSpec spec, FunctionConfiguration function, SourceQueue queue) {
    Duration visibility;
    try {
      visibility = queue.visibilityTimeout();
    } catch (QueueDoesNotExistException e) {
      throw new IllegalArgumentException(message(spec, "the queue does not exist"), e);
    } catch (SdkException e) {
      throw new IllegalArgumentException(
          message(
              spec,
              "the function's role cannot call GetQueueAttributes on the queue: " + e.getMessage()),
          e);
    }
    require(
        visibility.compareTo(function.timeout()) >= 0,
        spec,
        "Queue visibility timeout: %d seconds is less than Function timeout: %d seconds"
            .formatted(visibility.toSeconds(), function.timeout().toSeconds()));
  }

  private static void require(boolean condition, EventSourceMappingSpec spec, String problem) {
    if (!condition) {
      throw new IllegalArgumentException(message(spec, problem));
    }
  }

  private static String message(EventSourceMappingSpec spec, String problem) {
    return "Cannot map %s to the function %s: %s"
        .formatted(spec.queue().arn(), spec.functionName(), problem);
  }
}
