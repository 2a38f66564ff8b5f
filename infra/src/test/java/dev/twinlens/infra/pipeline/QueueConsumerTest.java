package dev.twinlens.infra.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import com.pulumi.core.Output;
import dev.twinlens.infra.Recordings;
import dev.twinlens.infra.functions.FunctionSpec;
import dev.twinlens.infra.graph.FakeClouds;
import dev.twinlens.infra.graph.PolicyStatement;
import dev.twinlens.infra.graph.RecordedResource;
import dev.twinlens.infra.graph.RecordedStack;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class QueueConsumerTest {
  private static final String TOPIC = FakeClouds.arn("sns", "events");
  private static final String QUEUE = FakeClouds.arn("sqs", "thumbnail-queue-1a2b3c4");
  private static final String DEAD_LETTERS = FakeClouds.arn("sqs", "thumbnail-dlq-1a2b3c4");

  private static RecordedStack program;

  @BeforeAll
  static void register() {
    program =
        Recordings.ofComponent(
            options ->
                new QueueConsumer(
                    "thumbnail",
                    new QueueConsumer.Args(
                        new FunctionSpec(
                            "thumbnail",
                            "Photos have no thumbnail.",
                            Duration.ofSeconds(20),
                            256,
                            Map.of(),
                            Map.of(),
                            List.of()),
                        Output.of(TOPIC),
                        11,
                        Recordings.stack()),
                    options));
  }

  @Test
  void consistsOfQueuesSubscriptionAndFunction() {
    assertThat(program.resources())
        .filteredOn(resource -> !resource.type().equals("pulumi:pulumi:Stack"))
        .extracting(RecordedResource::toString)
        .containsExactlyInAnyOrder(
            "twinlens:infra:QueueConsumer thumbnail",
            "aws:sqs/queue:Queue thumbnail-dlq",
            "aws:sqs/queuePolicy:QueuePolicy thumbnail-dlq-policy",
            "aws:sqs/redriveAllowPolicy:RedriveAllowPolicy thumbnail-dlq-redrive",
            "aws:sqs/queue:Queue thumbnail-queue",
            "aws:sqs/queuePolicy:QueuePolicy thumbnail-queue-policy",
            "aws:sns/topicSubscription:TopicSubscription thumbnail-subscription",
            "twinlens:infra:JavaFunction thumbnail",
            "aws:cloudwatch/logGroup:LogGroup thumbnail-logs",
            "aws:iam/role:Role thumbnail-role",
            "aws:iam/rolePolicy:RolePolicy thumbnail-policy",
            "aws:lambda/function:Function thumbnail",
            "aws:lambda/eventSourceMapping:EventSourceMapping thumbnail-mapping");
  }

  @Test
  void hidesAMessageForHalfAMinuteLongerThanTheFunctionRuns() {
    assertThat(queue("thumbnail-queue").input("visibilityTimeoutSeconds")).isEqualTo(50.0);
  }

  @Test
  void keepsAMessageForFourteenDays() {
    assertThat(queue("thumbnail-queue").input("messageRetentionSeconds")).isEqualTo(1_209_600.0);
  }

  @Test
  void movesAMessageToTheDeadLettersAfterMoreAttemptsThanAnOutageTakes() {
    assertThat(queue("thumbnail-queue").json("redrivePolicy"))
        .isEqualTo(Map.of("deadLetterTargetArn", DEAD_LETTERS, "maxReceiveCount", 1000));
  }

  @Test
  void keepsDeadLettersOfItsQueueForFourteenDays() {
    assertThat(queue("thumbnail-dlq").input("messageRetentionSeconds")).isEqualTo(1_209_600.0);
    assertThat(
            program
                .resource("aws:sqs/redriveAllowPolicy:RedriveAllowPolicy", "thumbnail-dlq-redrive")
                .json("redriveAllowPolicy"))
        .isEqualTo(Map.of("redrivePermission", "byQueue", "sourceQueueArns", List.of(QUEUE)));
  }

  @Test
  void encryptsItsQueues() {
    assertThat(queue("thumbnail-queue").input("sqsManagedSseEnabled")).isEqualTo(true);
    assertThat(queue("thumbnail-dlq").input("sqsManagedSseEnabled")).isEqualTo(true);
  }

  @Test
  void allowsOnlyItsTopicToSend() {
    assertThat(
            program
                .resource("aws:sqs/queuePolicy:QueuePolicy", "thumbnail-queue-policy")
                .policy("policy"))
        .containsExactlyInAnyOrder(
            new PolicyStatement(
                "AllowTopic",
                "Allow",
                "{Service=sns.amazonaws.com}",
                Set.of("sqs:SendMessage"),
                Set.of(QUEUE),
                Map.of("ArnEquals", Map.of("aws:SourceArn", TOPIC))),
            PolicyStatement.tlsOnly("sqs:*", QUEUE));
  }

  @Test
  void allowsNoOtherAccountToSendToTheDeadLetters() {
    assertThat(
            program
                .resource("aws:sqs/queuePolicy:QueuePolicy", "thumbnail-dlq-policy")
                .policy("policy"))
        .containsExactly(PolicyStatement.tlsOnly("sqs:*", DEAD_LETTERS));
  }

  @Test
  void subscribesToRawMessagesAfterTheQueuesPolicy() {
    var subscription =
        program.resource("aws:sns/topicSubscription:TopicSubscription", "thumbnail-subscription");
    assertThat(subscription.inputs())
        .isEqualTo(
            Map.of(
                "topic", TOPIC, "protocol", "sqs", "endpoint", QUEUE, "rawMessageDelivery", true));
    assertThat(subscription.dependencyNames()).contains("thumbnail-queue-policy");
  }

  @Test
  void mapsTheQueueToTheFunctionWithPartialFailuresAndACap() {
    assertThat(
            program
                .resource("aws:lambda/eventSourceMapping:EventSourceMapping", "thumbnail-mapping")
                .inputs())
        .isEqualTo(
            Map.of(
                "eventSourceArn", QUEUE,
                "functionName", FakeClouds.arn("lambda", "function:thumbnail-1a2b3c4"),
                "batchSize", 5.0,
                "functionResponseTypes", List.of("ReportBatchItemFailures"),
                "scalingConfig", Map.of("maximumConcurrency", 11.0)));
  }

  @Test
  void allowsTheFunctionToTakeMessages() {
    assertThat(
            program.resource("aws:iam/rolePolicy:RolePolicy", "thumbnail-policy").policy("policy"))
        .contains(
            PolicyStatement.allow(
                "TakeMessages",
                Set.of("sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"),
                Set.of(QUEUE)));
  }

  @Test
  void allowsTheFunctionToRetryAndToRejectMessages() {
    assertThat(
            program.resource("aws:iam/rolePolicy:RolePolicy", "thumbnail-policy").policy("policy"))
        .contains(
            PolicyStatement.allow(
                "RetryMessages", Set.of("sqs:ChangeMessageVisibility"), Set.of(QUEUE)),
            PolicyStatement.allow(
                "RejectMessages", Set.of("sqs:SendMessage"), Set.of(DEAD_LETTERS)));
  }

  @Test
  void tellsTheFunctionItsQueues() {
    assertThat(
            program
                .resource("aws:lambda/function:Function", "thumbnail")
                .input("environment.variables"))
        .isEqualTo(
            Map.of(
                "QUEUE_URL", url("thumbnail-queue"),
                "DEAD_LETTER_QUEUE_URL", url("thumbnail-dlq")));
  }

  private static String url(String queue) {
    return "https://sqs.%s.amazonaws.com/%s/%s-1a2b3c4"
        .formatted(FakeClouds.REGION, FakeClouds.ACCOUNT, queue);
  }

  private static RecordedResource queue(String name) {
    return program.resource("aws:sqs/queue:Queue", name);
  }
}
