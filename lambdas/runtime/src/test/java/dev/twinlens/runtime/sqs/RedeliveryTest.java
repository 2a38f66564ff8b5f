package dev.twinlens.runtime.sqs;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.events.SQSEvent;
import dev.twinlens.domain.claims.Outcome;
import dev.twinlens.testing.LambdaContext;
import dev.twinlens.testing.StoredVersion;
import dev.twinlens.testing.TestStack;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.sqs.model.ChangeMessageVisibilityRequest;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.SendMessageRequest;

/** The queue's visibility timeout is ten minutes; the tests wait for half a minute at most. */
final class RedeliveryTest {
  private static final LambdaContext CONTEXT = LambdaContext.create();

  private final TestStack stack = TestStack.create();
  private final List<String> lines = new ArrayList<>();
  private final List<Outcome> outcomes = new ArrayList<>();
  private SqsBatch batch;

  @BeforeEach
  void createBatch() {
    batch =
        new BatchRig(
                stack,
                lines::add,
                (created, deadline, log) -> {
                  if (outcomes.isEmpty()) {
                    throw new IllegalStateException("no outcome is left");
                  }
                  return outcomes.remove(0);
                })
            .batch();
  }

  @Test
  void comesBackSoonAfterAFailureAndIsDoneThen() {
    StoredVersion version = store("failed");
    stack.queue().send(StoredVersion.message(version));
    assertThat(attempt()).isFalse();
    outcomes.add(new Outcome.Done());

    assertThat(attempt()).isTrue();

    assertThat(stack.queue().isEmpty()).isTrue();
  }

  @Test
  void comesBackSoonWhileAnotherWorkerHasALongClaim() {
    stack.queue().send(StoredVersion.message(store("busy")));
    outcomes.add(new Outcome.Busy(Instant.now().plus(Duration.ofMinutes(2))));
    outcomes.add(new Outcome.Done());
    assertThat(attempt()).isFalse();

    assertThat(attempt()).isTrue();
  }

  @Test
  void leavesTheTimeToTheQueueWhenSqsDoesNotChangeIt() {
    stack.faults().refuse(ChangeMessageVisibilityRequest.class);
    stack.queue().send(StoredVersion.message(store("unchanged")));

    assertThat(attempt()).isFalse();

    assertThat(lines)
        .last()
        .asString()
        .contains("\"level\":\"WARN\"", "Delivered again after the queue's visibility timeout");
  }

  @Test
  void sendsAMalformedMessageToTheDeadLettersWithTheReason() {
    stack.queue().send("hello, this is no event");

    assertThat(attempt()).isTrue();

    assertDeadLetter(
        "hello, this is no event", "The message is not an S3 event notification: it is not valid");
    assertThat(stack.queue().isEmpty()).isTrue();
  }

  @Test
  void sendsAnEventOfAnotherBucketToTheDeadLetters() {
    String body = StoredVersion.message(new StoredVersion("other", "a", "v1", "01", 1));
    stack.queue().send(body);

    assertThat(attempt()).isTrue();

    assertDeadLetter(body, "The event is of another bucket: this function serves images-");
  }

  @Test
  void keepsAMessageThatTheDeadLettersDoNotTake() {
    stack.faults().refuse(SendMessageRequest.class);
    stack.queue().send("no event");
    assertThat(attempt()).isFalse();
    stack.faults().heal();

    assertThat(attempt()).isTrue();

    assertDeadLetter("no event", "The message is not");
  }

  @Test
  void recordsSinceWhenAndWhyAnImageIsLate() {
    StoredVersion version = store("late");
    batch =
        new BatchRig(
                stack,
                lines::add,
                (created, deadline, log) -> {
                  stack.faults().refuseNth(1, GetItemRequest.class::isInstance);
                  DynamoDbClient dynamoDb = stack.functionDynamoDb();
                  dynamoDb.getItem(
                      get ->
                          get.tableName(stack.table().name())
                              .key(Map.of("ImageName", AttributeValue.fromS("late"))));
                  throw new AssertionError("the call was to fail");
                })
            .batch();
    Instant before = Instant.now();
    stack.queue().send(StoredVersion.message(version));

    assertThat(attempt()).isFalse();

    Map<String, AttributeValue> row = stack.table().summary("late");
    assertThat(row).containsKey("UploadedAt");
    Map<String, AttributeValue> late = row.get("CopyLate").m();
    assertThat(late.get("Because").s()).isEqualTo("AWS does not answer.");
    assertThat(late.get("VersionId").s()).isEqualTo(version.versionId());
    assertThat(Instant.parse(late.get("Since").s()))
        .isBetween(before.minusSeconds(1), Instant.now().plusSeconds(1));
  }

  @Test
  void goesOnWhenLatenessCannotBeRecorded() {
    stack.queue().send(StoredVersion.message(store("unrecorded")));
    stack.faults().refuse(GetItemRequest.class);

    assertThat(attempt()).isFalse();

    assertThat(lines).anyMatch(line -> line.contains("Lateness not recorded"));
    stack.faults().heal();
    outcomes.add(new Outcome.Done());
    assertThat(attempt()).isTrue();
  }

  /** Hands the next message to the function, and deletes it if the function is done with it. */
  private boolean attempt() {
    SQSEvent event = stack.queue().next();
    var response = batch.handle(event, CONTEXT);
    stack.queue().settle(event, response);
    return response.getBatchItemFailures().isEmpty();
  }

  private void assertDeadLetter(String body, String reason) {
    Message letter = stack.queue().nextDeadLetter();
    assertThat(letter.body()).isEqualTo(body);
    assertThat(letter.messageAttributes().get("Reason").stringValue())
        .startsWith(reason)
        .endsWith(".");
    assertThat(letter.messageAttributes().get("MessageId").stringValue())
        .isNotEmpty()
        .isNotEqualTo(letter.messageId());
  }

  private StoredVersion store(String key) {
    return stack.store(key, "photo".getBytes(StandardCharsets.UTF_8), "image/png", "01");
  }
}
