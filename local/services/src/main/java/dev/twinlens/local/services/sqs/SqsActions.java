package dev.twinlens.local.services.sqs;

import com.fasterxml.jackson.databind.JsonNode;
import dev.twinlens.local.iam.ResourcePolicy;
import dev.twinlens.local.services.access.RequiredPermission;
import dev.twinlens.local.services.access.UnknownOperationException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * The permissions that a call of SQS needs.
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
   * The permissions.
   *
   * @param operation as in {@code X-Amz-Target}, after the dot
   * @param request the call's body
   */
  List<RequiredPermission> of(String operation, JsonNode request) throws UnknownOperationException {
    return switch (operation) {
      case "ListQueues" -> List.of(RequiredPermission.of("sqs:ListQueues", "*"));
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
      // A batch needs the permission of the single operation.
      case "ChangeMessageVisibilityBatch", "DeleteMessageBatch", "SendMessageBatch" ->
          onQueue(
              operation.substring(0, operation.length() - "Batch".length()), queueName(request));
      case "ListMessageMoveTasks" -> onQueue(operation, nameIn(request.path("SourceArn")));
      case "StartMessageMoveTask" -> moving(request);
      default -> throw new UnknownOperationException("sqs", operation);
    };
  }

  private List<RequiredPermission> creating(String name, JsonNode request) {
    List<RequiredPermission> permissions = new ArrayList<>(onQueue("CreateQueue", name));
    if (request.hasNonNull("tags")) {
      permissions.addAll(onQueue("TagQueue", name));
    }
    return permissions;
  }

  private List<RequiredPermission> moving(JsonNode request) {
    String source = nameIn(request.path("SourceArn"));
    List<RequiredPermission> permissions = new ArrayList<>();
    for (String action :
        List.of("StartMessageMoveTask", "ReceiveMessage", "DeleteMessage", "GetQueueAttributes")) {
      permissions.addAll(onQueue(action, source));
    }
    // Without a destination, messages return to their source queues, which may be any.
    permissions.addAll(
        request.hasNonNull("DestinationArn")
            ? onQueue("SendMessage", nameIn(request.path("DestinationArn")))
            : List.of(RequiredPermission.of("sqs:SendMessage", arnPrefix + "*")));
    return permissions;
  }

  private List<RequiredPermission> onQueue(String action, String name) {
    String arn = arnPrefix + name;
    return List.of(
        RequiredPermission.of("sqs:" + action, arn, ResourcePolicy.of(arn, policyOf.apply(name))));
  }

  /** The name of the queue in a call's URL; empty for none. */
  static String queueName(JsonNode request) {
    String url = request.path("QueueUrl").asText();
    return url.substring(url.lastIndexOf('/') + 1);
  }

  /** The name of the queue in an ARN; empty for none. */
  static String nameIn(JsonNode arn) {
    return arn.asText().substring(arn.asText().lastIndexOf(':') + 1);
  }
}
