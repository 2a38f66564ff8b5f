package dev.twinlens.local.services.sqs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.twinlens.local.iam.ResourcePolicy;
import dev.twinlens.local.services.access.RequiredPermission;
import dev.twinlens.local.services.access.UnknownOperationException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SqsActionsTest {
  private static final String PREFIX = "arn:aws:sqs:us-east-1:000000000000:";
  private static final String POLICY =
      """
      {"Statement": {"Effect": "Deny", "Principal": "*", "Action": "sqs:*", "Resource": "*"}}
      """;

  private final SqsActions actions =
      new SqsActions(PREFIX, name -> Optional.of(POLICY).filter(policy -> name.equals("work")));

  @ParameterizedTest
  @CsvSource({
    "AddPermission, AddPermission",
    "ChangeMessageVisibility, ChangeMessageVisibility",
    "ChangeMessageVisibilityBatch, ChangeMessageVisibility",
    "DeleteMessage, DeleteMessage",
    "DeleteMessageBatch, DeleteMessage",
    "DeleteQueue, DeleteQueue",
    "GetQueueAttributes, GetQueueAttributes",
    "ListDeadLetterSourceQueues, ListDeadLetterSourceQueues",
    "ListQueueTags, ListQueueTags",
    "PurgeQueue, PurgeQueue",
    "ReceiveMessage, ReceiveMessage",
    "RemovePermission, RemovePermission",
    "SendMessage, SendMessage",
    "SendMessageBatch, SendMessage",
    "SetQueueAttributes, SetQueueAttributes",
    "TagQueue, TagQueue",
    "UntagQueue, UntagQueue",
  })
  void needsAPermissionOnTheQueueOfTheUrl(String operation, String action) throws Exception {
    assertThat(permissions(operation, "{'QueueUrl': 'http://127.0.0.1:4566/000000000000/work'}"))
        .containsExactly("sqs:" + action + " " + PREFIX + "work");
  }

  @ParameterizedTest
  @CsvSource({
    "CreateQueue, {'QueueName': 'work'}",
    "GetQueueUrl, {'QueueName': 'work'}",
    "ListMessageMoveTasks, {'SourceArn': 'arn:aws:sqs:us-east-1:000000000000:work'}",
  })
  void needsAPermissionOnTheNamedQueue(String operation, String request) throws Exception {
    assertThat(permissions(operation, request))
        .containsExactly("sqs:" + operation + " " + PREFIX + "work");
  }

  /** The host and the account of a URL do not matter: only its last part is used. */
  @ParameterizedTest
  @CsvSource({
    "/work, work",
    "work, work",
    "https://sqs.eu-west-1.amazonaws.com/999999999999/work, work",
    "http://127.0.0.1/000000000000/work/, ''",
    "http://127.0.0.1/000000000000/work?x=/other, other",
    "http://127.0.0.1/000000000000/work#/other, other",
  })
  void usesTheLastPartOfTheUrl(String url, String queue) throws Exception {
    assertThat(permissions("SendMessage", "{'QueueUrl': '" + url + "'}"))
        .containsExactly("sqs:SendMessage " + PREFIX + queue);
  }

  @Test
  void listingQueuesNeedsAPermissionOnAllOfThem() throws Exception {
    assertThat(permissions("ListQueues", "{}")).containsExactly("sqs:ListQueues *");
  }

  @Test
  void creatingATaggedQueueNeedsThePermissionToTag() throws Exception {
    assertThat(permissions("CreateQueue", "{'QueueName': 'work', 'tags': {'a': 'b'}}"))
        .containsExactly("sqs:CreateQueue " + PREFIX + "work", "sqs:TagQueue " + PREFIX + "work");
  }

  @Test
  void movingMessagesNeedsThePermissionsToReceiveAndToSend() throws Exception {
    List<String> taking =
        List.of(
            "sqs:StartMessageMoveTask " + PREFIX + "dlq",
            "sqs:ReceiveMessage " + PREFIX + "dlq",
            "sqs:DeleteMessage " + PREFIX + "dlq",
            "sqs:GetQueueAttributes " + PREFIX + "dlq");
    String source = "'SourceArn': '" + PREFIX + "dlq'";

    assertThat(
            permissions(
                "StartMessageMoveTask", "{" + source + ", 'DestinationArn': '" + PREFIX + "work'}"))
        .containsAll(taking)
        .contains("sqs:SendMessage " + PREFIX + "work")
        .hasSize(5);
    assertThat(permissions("StartMessageMoveTask", "{" + source + "}"))
        .containsAll(taking)
        .contains("sqs:SendMessage " + PREFIX + "*")
        .hasSize(5);
  }

  @Test
  void includesThePolicyOfTheQueue() throws Exception {
    assertThat(actions.of("SendMessage", json("{'QueueUrl': '/work'}")))
        .extracting(RequiredPermission::policy)
        .isNotEmpty()
        .allSatisfy(
            policy -> {
              assertThat(policy.map(ResourcePolicy::resource)).hasValue(PREFIX + "work");
              assertThat(policy.flatMap(ResourcePolicy::document)).isPresent();
            });
    assertThat(actions.of("SendMessage", json("{'QueueUrl': '/other'}")))
        .extracting(permission -> permission.policy().flatMap(ResourcePolicy::document))
        .containsExactly(Optional.empty());
  }

  @ParameterizedTest
  @ValueSource(strings = {"CancelMessageMoveTask", "sendMessage", "FlyToTheMoon", ""})
  void rejectsUnknownOperationsByName(String operation) {
    assertThatExceptionOfType(UnknownOperationException.class)
        .isThrownBy(() -> permissions(operation, "{'QueueUrl': '/work'}"))
        .satisfies(
            unknown -> {
              assertThat(unknown.service()).isEqualTo("sqs");
              assertThat(unknown.operation()).isEqualTo(operation);
            });
  }

  /** Each permission as its action and resource. */
  private List<String> permissions(String operation, String request) throws Exception {
    return actions.of(operation, json(request)).stream()
        .map(permission -> permission.action() + " " + permission.resource())
        .toList();
  }

  private static JsonNode json(String text) throws Exception {
    return new ObjectMapper().readTree(text.replace('\'', '"'));
  }
}
