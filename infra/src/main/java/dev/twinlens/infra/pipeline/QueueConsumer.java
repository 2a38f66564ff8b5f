package dev.twinlens.infra.pipeline;

import com.pulumi.aws.lambda.EventSourceMapping;
import com.pulumi.aws.lambda.EventSourceMappingArgs;
import com.pulumi.aws.lambda.inputs.EventSourceMappingScalingConfigArgs;
import com.pulumi.aws.sns.TopicSubscription;
import com.pulumi.aws.sns.TopicSubscriptionArgs;
import com.pulumi.aws.sqs.Queue;
import com.pulumi.aws.sqs.QueueArgs;
import com.pulumi.aws.sqs.QueuePolicy;
import com.pulumi.aws.sqs.QueuePolicyArgs;
import com.pulumi.aws.sqs.RedriveAllowPolicy;
import com.pulumi.aws.sqs.RedriveAllowPolicyArgs;
import com.pulumi.core.Output;
import com.pulumi.resources.ComponentResource;
import com.pulumi.resources.ComponentResourceOptions;
import com.pulumi.resources.CustomResourceOptions;
import dev.twinlens.infra.functions.FunctionSpec;
import dev.twinlens.infra.functions.JavaFunction;
import dev.twinlens.infra.policy.Grant;
import dev.twinlens.infra.policy.Policies;
import dev.twinlens.infra.support.Deployment;
import dev.twinlens.infra.support.Json;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** A function that takes a topic's messages from a queue of its own, with a dead-letter queue. */
public final class QueueConsumer extends ComponentResource {
  /** SQS's longest: time to find out, to repair and to redrive. */
  private static final Duration DEAD_LETTER_RETENTION = Duration.ofDays(14);

  private static final Duration RETENTION = Duration.ofDays(4);

  /** What AWS asks for, so that a batch that is still being worked on is not given out again. */
  private static final int VISIBILITY_TIMEOUTS = 6;

  /** What AWS asks for, so that throttling alone makes no message a dead letter. */
  private static final int RECEIVES = 5;

  private final JavaFunction function;
  private final Queue deadLetters;
  private final Queue queue;

  /**
   * What a caller decides.
   *
   * @param function the function; its event is an SQS event and it reports each failed message
   * @param topicArn the topic that feeds the queue
   * @param batchSize most messages for one invocation, 1 to 10
   * @param maximumConcurrency most invocations at once, 2 to 1000
   * @param deployment where it runs
   */
  public record Args(
      FunctionSpec function,
      Output<String> topicArn,
      int batchSize,
      int maximumConcurrency,
      Deployment deployment) {}

  public QueueConsumer(String name, Args args, ComponentResourceOptions options) {
    super("twinlens:infra:QueueConsumer", name, options);
    var child = CustomResourceOptions.builder().parent(this).build();

    deadLetters =
        new Queue(
            name + "-dlq",
            QueueArgs.builder()
                .messageRetentionSeconds(Math.toIntExact(DEAD_LETTER_RETENTION.toSeconds()))
                .sqsManagedSseEnabled(true)
                .build(),
            child);
    queue =
        new Queue(
            name + "-queue",
            QueueArgs.builder()
                .visibilityTimeoutSeconds(
                    Math.toIntExact(
                        args.function().timeout().multipliedBy(VISIBILITY_TIMEOUTS).toSeconds()))
                .messageRetentionSeconds(Math.toIntExact(RETENTION.toSeconds()))
                .receiveWaitTimeSeconds(20)
                .sqsManagedSseEnabled(true)
                .redrivePolicy(
                    deadLetters
                        .arn()
                        .applyValue(
                            arn ->
                                Json.write(
                                    Map.of(
                                        "deadLetterTargetArn", arn, "maxReceiveCount", RECEIVES))))
                .build(),
            child);
    new RedriveAllowPolicy(
        name + "-dlq-redrive",
        RedriveAllowPolicyArgs.builder()
            .queueUrl(deadLetters.url())
            .redriveAllowPolicy(
                queue
                    .arn()
                    .applyValue(
                        arn ->
                            Json.write(
                                Map.of(
                                    "redrivePermission",
                                    "byQueue",
                                    "sourceQueueArns",
                                    List.of(arn)))))
            .build(),
        child);
    new QueuePolicy(
        name + "-dlq-policy",
        QueuePolicyArgs.builder()
            .queueUrl(deadLetters.url())
            .policy(
                deadLetters
                    .arn()
                    .applyValue(
                        arn ->
                            Policies.json(Policies.denyInsecureTransport("sqs:*", List.of(arn)))))
            .build(),
        child);
    var policy =
        new QueuePolicy(
            name + "-queue-policy",
            QueuePolicyArgs.builder()
                .queueUrl(queue.url())
                .policy(
                    Output.tuple(queue.arn(), args.topicArn())
                        .applyValue(known -> queuePolicy(known.t1, known.t2)))
                .build(),
            child);
    // After the queue's policy: what the topic may not deliver is not delivered later.
    new TopicSubscription(
        name + "-subscription",
        TopicSubscriptionArgs.builder()
            .topic(args.topicArn())
            .protocol("sqs")
            .endpoint(queue.arn())
            .rawMessageDelivery(true)
            .build(),
        CustomResourceOptions.builder().parent(this).dependsOn(policy).build());

    function =
        new JavaFunction(
            name,
            new JavaFunction.Args(
                args.function()
                    .with(
                        Grant.of(
                            "TakeMessages",
                            queue.arn(),
                            "sqs:ReceiveMessage",
                            "sqs:DeleteMessage",
                            "sqs:GetQueueAttributes")),
                args.deployment()),
            ComponentResourceOptions.builder().parent(this).build());
    new EventSourceMapping(
        name + "-mapping",
        EventSourceMappingArgs.builder()
            .eventSourceArn(queue.arn())
            .functionName(function.arn())
            .batchSize(args.batchSize())
            .functionResponseTypes("ReportBatchItemFailures")
            .scalingConfig(
                EventSourceMappingScalingConfigArgs.builder()
                    .maximumConcurrency(args.maximumConcurrency())
                    .build())
            .build(),
        child);
    registerOutputs(
        Map.of(
            "functionName", function.functionName(),
            "queueUrl", queue.url(),
            "deadLetterQueueUrl", deadLetters.url()));
  }

  private static String queuePolicy(String queueArn, String topicArn) {
    return Policies.json(
        Policies.allowService(
                "AllowTopic", "sns.amazonaws.com", "sqs:SendMessage", queueArn, topicArn)
            .build(),
        Policies.denyInsecureTransport("sqs:*", List.of(queueArn)));
  }

  public JavaFunction function() {
    return function;
  }

  /** The physical name of the queue. */
  public Output<String> queueName() {
    return queue.name();
  }

  /** The physical name of the dead-letter queue. */
  public Output<String> deadLetterQueueName() {
    return deadLetters.name();
  }
}
