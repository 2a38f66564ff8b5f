package dev.twinlens.runtime.sqs;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse;
import com.amazonaws.services.lambda.runtime.events.SQSEvent;
import dev.twinlens.domain.claims.Outcome;
import dev.twinlens.domain.events.MalformedMessageException;
import dev.twinlens.domain.events.ObjectEvent;
import dev.twinlens.domain.events.S3Notifications;
import dev.twinlens.runtime.logging.Log;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Handles each record of each message of a batch and reports each failed message on its own, so
 * that SQS delivers that one again and, after enough attempts, moves it to the dead-letter queue.
 */
public final class SqsBatch {
  /** A message that is begun later than this before the time-out would only be interrupted. */
  private static final Duration LEAST_TIME = Duration.ofSeconds(3);

  private final String bucket;
  private final Log log;
  private final Clock clock;
  private final RecordHandler handler;

  /** What is done for one event. */
  public interface RecordHandler {
    /**
     * Does what one event calls for, and returns when that is durable.
     *
     * @param deadline when Lambda ends this invocation
     * @throws RuntimeException to have the message delivered again
     */
    Outcome handle(ObjectEvent event, Instant deadline, Log log);
  }

  /**
   * Batches of one bucket's events.
   *
   * @param bucket the only bucket whose events are handled
   */
  public SqsBatch(String bucket, Log log, Clock clock, RecordHandler handler) {
    this.bucket = bucket;
    this.log = log;
    this.clock = clock;
    this.handler = handler;
  }

  /** Handles a batch. */
  public SQSBatchResponse handle(SQSEvent event, Context context) {
    Log requestLog = log.with("requestId", context.getAwsRequestId());
    List<SQSBatchResponse.BatchItemFailure> failures = new ArrayList<>();
    for (SQSEvent.SQSMessage message : event.getRecords()) {
      if (!succeeds(message, context, requestLog.with("messageId", message.getMessageId()))) {
        failures.add(new SQSBatchResponse.BatchItemFailure(message.getMessageId()));
      }
    }
    return new SQSBatchResponse(failures);
  }

  private boolean succeeds(SQSEvent.SQSMessage message, Context context, Log log) {
    List<ObjectEvent> events;
    try {
      events = S3Notifications.parse(String.valueOf(message.getBody()));
    } catch (MalformedMessageException e) {
      log.error("Message rejected", e);
      return false;
    }
    if (events.isEmpty()) {
      log.info("Message ignored: no record of an object");
    }
    boolean succeeded = true;
    for (ObjectEvent object : events) {
      // Every record is handled even when one before it failed: the next delivery skips it.
      succeeded &=
          succeeds(
              object, context, log.with("key", object.key()).with("versionId", object.versionId()));
    }
    return succeeded;
  }

  private boolean succeeds(ObjectEvent object, Context context, Log log) {
    Duration remaining = Duration.ofMillis(context.getRemainingTimeInMillis());
    if (remaining.compareTo(LEAST_TIME) < 0) {
      log.warn("Deferred: too little time remains in this invocation");
      return false;
    }
    try {
      requireOwn(object);
      return succeeds(handler.handle(object, clock.instant().plus(remaining), log), log);
    } catch (RuntimeException e) {
      log.error("Record failed", e);
      return false;
    }
  }

  private static boolean succeeds(Outcome outcome, Log log) {
    return switch (outcome) {
      case Outcome.Done() -> true;
      case Outcome.Skipped(String reason) -> {
        log.info("Skipped: " + reason);
        yield true;
      }
      case Outcome.ClearedUp() -> {
        log.info("Cleared up: the image was deleted while it was processed");
        yield true;
      }
      case Outcome.Busy(Instant until) -> {
        log.warn("Deferred: another worker holds the claim until " + until);
        yield false;
      }
    };
  }

  private void requireOwn(ObjectEvent object) {
    if (!object.bucket().equals(bucket)) {
      throw new IllegalArgumentException(
          "The event is of the bucket "
              + object.bucket()
              + ", but this function serves "
              + bucket
              + ".");
    }
  }
}
