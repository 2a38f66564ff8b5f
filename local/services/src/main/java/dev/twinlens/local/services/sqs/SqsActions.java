package dev.twinlens.local.services.sqs;

import com.fasterxml.jackson.databind.JsonNode;
import dev.twinlens.local.iam.ResourcePolicy;
import dev.twinlens.local.services.access.Requirement;
import dev.twinlens.local.services.access.UnknownOperationException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Which rights a call of SQS needs.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-api-permissions-reference.html">Amazon
 *     SQS API permissions</a>
 */
final class SqsActions {
  private final String arnPrefix;
  private final Function<String, Optional<String>> policyOf;

  /**
   * The queues of one account and region.
   *
   * @param arnPrefix what a queue's ARN has before its name
   * @param policyOf the policy of the queue with that name
   */
  SqsActions(String arnPrefix, Function<String, Optional<String>> policyOf) {
    this.arnPrefix = arnPrefix;
    this.policyOf = policyOf;
  }

  /**
   * The rights.
   *
   * @param operation as in {@code X-Amz-Target}, after the dot
   * @param request the call's body
   */
  List<Requirement> of(String operation, JsonNode request) throws UnknownOperationException {
    return switch (operation) {
      case "ListQueues" -> List.of(Requirement.of("sqs:ListQueues", "*"));
      case "CreateQueue" -> creating(request.path("QueueName").asText(), request);
      case "GetQueueUrl" -> onQueue(operation, request.path("QueueName").asText());
      case "AddPermission",
          "ChangeMessageVisibility",
          "DeleteMessage",
          "DeleteQueue",
          "GetQueueAttributes",
          "ListDeadLetterSourceQueues",
          "ListQueueTags",
          "PurgeQueue",
          "ReceiveMessage",
          "RemovePermission",
          "SendMessage",
          "SetQueueAttributes",
          "TagQueue",
          "UntagQueue" ->
          onQueue(operation, queueName(request));
      // A batch needs the right to do one of it.
      case "ChangeMessageVisibilityBatch", "DeleteMessageBatch", "SendMessageBatch" ->
          onQueue(
              operation.substring(0, operation.length() - "Batch".length()), queueName(request));
      case "ListMessageMoveTasks" -> onQueue(operation, nameIn(request.path("SourceArn")));
      case "StartMessageMoveTask" -> moving(request);
      default -> throw new UnknownOperationException("sqs", operation);
    };
  }

  private List<Requirement> creating(String name, JsonNode request) {
    List<Requirement> requirements = new ArrayList<>(onQueue("CreateQueue", name));
    if (request.hasNonNull("tags")) {
      requirements.addAll(onQueue("TagQueue", name));
    }
    return requirements;
  }

  private List<Requirement> moving(JsonNode request) {
    String source = nameIn(request.path("SourceArn"));
    List<Requirement> requirements = new ArrayList<>();
    for (String action :
        List.of("StartMessageMoveTask", "ReceiveMessage", "DeleteMessage", "GetQueueAttributes")) {
      requirements.addAll(onQueue(action, source));
    }
    // Without a destination they go back to where they came from, which may be any queue.
    requirements.addAll(
        request.hasNonNull("DestinationArn")
            ? onQueue("SendMessage", nameIn(request.path("DestinationArn")))
            : List.of(Requirement.of("sqs:SendMessage", arnPrefix + "*")));
    return requirements;
  }

  private List<Requirement> onQueue(String action, String name) {
    String arn = arnPrefix + name;
    return List.of(
        Requirement.of("sqs:" + action, arn, ResourcePolicy.of(arn, policyOf.apply(name))));
  }

  /** The queue that a call names by its URL; empty for none. */
  static String queueName(JsonNode request) {
    String url = request.path("QueueUrl").asText();
    return url.substring(url.lastIndexOf('/') + 1);
  }

  /** The queue that an ARN names; empty for none. */
  static String nameIn(JsonNode arn) {
    return arn.asText().substring(arn.asText().lastIndexOf(':') + 1);
  }
}
