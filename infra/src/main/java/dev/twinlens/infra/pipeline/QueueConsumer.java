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
import dev.twinlens.infra.functions.Queues;
import dev.twinlens.infra.policy.Grant;
import dev.twinlens.infra.policy.Policies;
import dev.twinlens.infra.policy.Purpose;
import dev.twinlens.infra.support.JsonString;
import dev.twinlens.infra.support.StackContext;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * A function that consumes a topic's messages. Creates a queue with its subscription to the topic,
 * a dead-letter queue, the {@link JavaFunction} and the event source mapping.
 */
public final class QueueConsumer extends ComponentResource {
  /** SQS's maximum: the time to end an outage, and then to look at dead letters. */
  private static final Duration RETENTION = Duration.ofDays(14);

  /**
   * How long the messages of a function that was ended stay hidden after its timeout. AWS
   * recommends six timeouts in all, so that a batch that Lambda retries is not delivered twice.
   * Here a second delivery does no harm, because a claim or a blob that is created once keeps the
   * workers apart, and a photo waits for a shorter time. The function itself decides when a message
   * on which it failed comes back.
   */
  private static final Duration AFTER_TIMEOUT = Duration.ofSeconds(30);

  /**
   * SQS's maximum, which no outage reaches: within the retention, a function receives a message on
   * which it fails fewer than 500 times. The function itself sends what can never succeed to the
   * dead-letter queue.
   */
  private static final int MAX_RECEIVE_COUNT = 1000;

  /**
   * Maximum number of messages for one invocation. Few, as each is an image, and the function works
   * on them one after the other within its timeout.
   */
  private static final int BATCH_SIZE = 5;

  private final JavaFunction function;
  private final Queue deadLetters;
  private final Queue queue;

  /**
   * What a caller decides.
   *
   * @param function the function; its event is an SQS event and it reports each failed message
   * @param topicArn the topic that feeds the queue
   * @param maximumConcurrency maximum number of invocations at once, 2 to 1000
   * @param stack the stack that it belongs to
   */
  public record Args(
      FunctionSpec function, Output<String> topicArn, int maximumConcurrency, StackContext stack) {}

  public QueueConsumer(String name, Args args, ComponentResourceOptions options) {
    super("twinlens:infra:QueueConsumer", name, options);
    deadLetters =
        new Queue(
            name + "-dlq",
            QueueArgs.builder()
                .messageRetentionSeconds(seconds(RETENTION))
                .sqsManagedSseEnabled(true)
                .build(),
            child());
    queue =
        new Queue(
            name + "-queue",
            QueueArgs.builder()
                .visibilityTimeoutSeconds(seconds(args.function().timeout().plus(AFTER_TIMEOUT)))
                .messageRetentionSeconds(seconds(RETENTION))
                .receiveWaitTimeSeconds(20)
                .sqsManagedSseEnabled(true)
                .redrivePolicy(deadLetters.arn().applyValue(QueueConsumer::redriveTo))
                .build(),
            child());
    protectDeadLetters(name);
    subscribe(name, args.topicArn());
    function =
        new JavaFunction(
            name,
            new JavaFunction.Args(
                args.function()
                    .with(
                        Map.of(
                            "QUEUE_URL", queue.url(),
                            "DEAD_LETTER_QUEUE_URL", deadLetters.url()),
                        List.of(
                            Grant.of(
                                Purpose.TAKE_MESSAGES,
                                queue.arn(),
                                "sqs:ReceiveMessage",
                                "sqs:DeleteMessage",
                                "sqs:GetQueueAttributes"),
                            Grant.of(
                                Purpose.RETRY_MESSAGES, queue.arn(), "sqs:ChangeMessageVisibility"),
                            Grant.of(
                                Purpose.REJECT_MESSAGES, deadLetters.arn(), "sqs:SendMessage"))),
                args.stack()),
            ComponentResourceOptions.builder().parent(this).build());
    new EventSourceMapping(
        name + "-mapping",
        EventSourceMappingArgs.builder()
            .eventSourceArn(queue.arn())
            .functionName(function.arn())
            .batchSize(BATCH_SIZE)
            .functionResponseTypes("ReportBatchItemFailures")
            .scalingConfig(
                EventSourceMappingScalingConfigArgs.builder()
                    .maximumConcurrency(args.maximumConcurrency())
                    .build())
            .build(),
        child());
    registerOutputs(
        Map.of(
            "functionName", function.functionName(),
            "queueUrl", queue.url(),
            "deadLetterQueueUrl", deadLetters.url()));
  }

  private CustomResourceOptions child() {
    return CustomResourceOptions.builder().parent(this).build();
  }

  private static int seconds(Duration duration) {
    return Math.toIntExact(duration.toSeconds());
  }

  private static String redriveTo(String deadLettersArn) {
    return JsonString.write(
        Map.of("deadLetterTargetArn", deadLettersArn, "maxReceiveCount", MAX_RECEIVE_COUNT));
  }

  /** Only the queue moves messages to its dead-letter queue; its function sends some there. */
  private void protectDeadLetters(String name) {
    new RedriveAllowPolicy(
        name + "-dlq-redrive",
        RedriveAllowPolicyArgs.builder()
            .queueUrl(deadLetters.url())
            .redriveAllowPolicy(
                queue
                    .arn()
                    .applyValue(
                        arn ->
                            JsonString.write(
                                Map.of(
                                    "redrivePermission",
                                    "byQueue",
                                    "sourceQueueArns",
                                    List.of(arn)))))
            .build(),
        child());
    new QueuePolicy(
        name + "-dlq-policy",
        QueuePolicyArgs.builder()
            .queueUrl(deadLetters.url())
            .policy(Policies.tlsOnly("sqs:*", deadLetters.arn()))
            .build(),
        child());
  }

  /**
   * SNS does not deliver later what the queue's policy did not admit, so the policy comes first.
   */
  private void subscribe(String name, Output<String> topicArn) {
    var policy =
        new QueuePolicy(
            name + "-queue-policy",
            QueuePolicyArgs.builder()
                .queueUrl(queue.url())
                .policy(
                    Output.tuple(queue.arn(), topicArn)
                        .applyValue(known -> queuePolicy(known.t1, known.t2)))
                .build(),
            child());
    new TopicSubscription(
        name + "-subscription",
        TopicSubscriptionArgs.builder()
            .topic(topicArn)
            .protocol("sqs")
            .endpoint(queue.arn())
            .rawMessageDelivery(true)
            .build(),
        CustomResourceOptions.builder().parent(this).dependsOn(policy).build());
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

  /** The addresses of the queue ({@code url}) and its dead-letter queue. */
  public Output<Map<String, String>> urls() {
    return Output.tuple(queue.url(), deadLetters.url())
        .applyValue(known -> Map.of("url", known.t1, "deadLetterUrl", known.t2));
  }

  public Queues.Address queueAddress() {
    return new Queues.Address(queue.url(), queue.arn());
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
