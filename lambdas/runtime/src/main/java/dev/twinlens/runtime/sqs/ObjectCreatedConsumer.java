package dev.twinlens.runtime.sqs;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse;
import com.amazonaws.services.lambda.runtime.events.SQSEvent;
import dev.twinlens.domain.claims.BusyException;
import dev.twinlens.domain.events.MalformedMessageException;
import dev.twinlens.domain.events.ObjectCreated;
import dev.twinlens.domain.events.S3Notifications;
import dev.twinlens.runtime.logging.Log;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Handles each record of each message of a batch and reports each message that failed on its own,
 * so that SQS delivers that one again and, after enough attempts, moves it to the dead-letter
 * queue.
 */
public abstract class ObjectCreatedConsumer implements RequestHandler<SQSEvent, SQSBatchResponse> {
  /** A message that is begun later than this before the time-out would only be cut off. */
  private static final Duration LEAST_TIME = Duration.ofSeconds(3);

  private final String bucket;
  private final Log log;
  private final Clock clock;

  /**
   * A consumer of one bucket's events.
   *
   * @param bucket the only bucket whose events are handled
   */
  protected ObjectCreatedConsumer(String bucket, Log log, Clock clock) {
    this.bucket = bucket;
    this.log = log;
    this.clock = clock;
  }

  /**
   * Does what one created object asks for, and returns when that is durable.
   *
   * @param deadline when Lambda ends this invocation
   * @throws RuntimeException to have the message delivered again
   */
  protected abstract void handle(ObjectCreated created, Instant deadline, Log log);

  /** Called once at the start of each invocation. */
  protected void begin(Log log) {}

  @Override
  public final SQSBatchResponse handleRequest(SQSEvent event, Context context) {
    Log requestLog = log.with("requestId", context.getAwsRequestId());
    begin(requestLog);
    List<SQSBatchResponse.BatchItemFailure> failures = new ArrayList<>();
    for (SQSEvent.SQSMessage message : event.getRecords()) {
      if (!succeeds(message, context, requestLog.with("messageId", message.getMessageId()))) {
        failures.add(new SQSBatchResponse.BatchItemFailure(message.getMessageId()));
      }
    }
    return new SQSBatchResponse(failures);
  }

  private boolean succeeds(SQSEvent.SQSMessage message, Context context, Log log) {
    List<ObjectCreated> created;
    try {
      created = S3Notifications.parse(String.valueOf(message.getBody()));
    } catch (MalformedMessageException e) {
      log.error("Message refused", e);
      return false;
    }
    if (created.isEmpty()) {
      log.info("Message ignored: it tells of no created object");
    }
    boolean succeeded = true;
    for (ObjectCreated object : created) {
      // Every record has its turn even when one before it failed: the next delivery then finds it
      // done.
      succeeded &=
          succeeds(
              object, context, log.with("key", object.key()).with("versionId", object.versionId()));
    }
    return succeeded;
  }

  private boolean succeeds(ObjectCreated object, Context context, Log log) {
    Duration remaining = Duration.ofMillis(context.getRemainingTimeInMillis());
    if (remaining.compareTo(LEAST_TIME) < 0) {
      log.warn("Left for the next delivery: too little time remains in this invocation");
      return false;
    }
    try {
      if (!object.bucket().equals(bucket)) {
        throw new IllegalArgumentException(
            "The event is of the bucket "
                + object.bucket()
                + ", but this function serves "
                + bucket
                + ".");
      }
      handle(object, clock.instant().plus(remaining), log);
      return true;
    } catch (BusyException e) {
      log.warn("Left for the next delivery: " + e.getMessage());
      return false;
    } catch (RuntimeException e) {
      log.error("Record failed", e);
      return false;
    }
  }
}
