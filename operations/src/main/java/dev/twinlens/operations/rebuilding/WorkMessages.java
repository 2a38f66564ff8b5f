package dev.twinlens.operations.rebuilding;

import dev.twinlens.domain.events.ObjectCreated;
import dev.twinlens.domain.events.S3Notifications;
import dev.twinlens.operations.OperationFailure;
import dev.twinlens.operations.stack.WorkQueue;
import java.util.List;
import software.amazon.awssdk.services.sqs.SqsClient;

/** Gives the events of versions to the functions again. */
final class WorkMessages {
  private final SqsClient sqs;
  private final List<WorkQueue> queues;

  WorkMessages(SqsClient sqs, List<WorkQueue> queues) {
    this.sqs = sqs;
    this.queues = queues;
  }

  /**
   * Sends the event of a version to one function's queue.
   *
   * @param function such as {@code backup}
   */
  void send(String function, ObjectCreated version) {
    String url =
        queues.stream()
            .filter(queue -> queue.name().equals(function))
            .map(WorkQueue::url)
            .findFirst()
            .orElseThrow(
                () -> new OperationFailure("The stack's outputs have no queue " + function + "."));
    sqs.sendMessage(message -> message.queueUrl(url).messageBody(S3Notifications.message(version)));
  }
}
