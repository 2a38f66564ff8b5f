package dev.twinlens.local.lambda;

import java.net.URI;
import java.time.Duration;
import java.util.OptionalInt;

/**
 * An event source mapping from a standard SQS queue to a function. The queue is read with the
 * function's own key, as Lambda reads it with the function's role.
 *
 * @param uuid the mapping's id
 * @param functionName the function that gets the messages
 * @param queueUrl where the queue is
 * @param queueArn the queue's ARN, which the events carry
 * @param batchSize messages in one invocation, 1 to 10,000; more than 10 need a window
 * @param maximumBatchingWindow how long a batch is gathered, 0 to 300 seconds
 * @param maximumConcurrency invocations at one time, 2 to 1,000; without it 5, at which Lambda
 *     starts to scale
 * @param reportBatchItemFailures the function's answer says which messages failed; otherwise all of
 *     a batch succeed or fail
 * @param enabled whether messages are read at all
 * @see <a
 *     href="https://docs.aws.amazon.com/lambda/latest/api/API_CreateEventSourceMapping.html">CreateEventSourceMapping</a>
 */
public record EventSourceMappingSpec(
    String uuid,
    String functionName,
    URI queueUrl,
    String queueArn,
    int batchSize,
    Duration maximumBatchingWindow,
    OptionalInt maximumConcurrency,
    boolean reportBatchItemFailures,
    boolean enabled) {}
