package dev.twinlens.runtime.sqs;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse;
import com.amazonaws.services.lambda.runtime.events.SQSEvent;
import dev.twinlens.domain.claims.Outcome;
import dev.twinlens.domain.events.MalformedMessageException;
import dev.twinlens.domain.events.ObjectCreated;
import dev.twinlens.domain.events.ObjectEvent;
import dev.twinlens.domain.events.S3Notifications;
import dev.twinlens.domain.late.LateImages;
import dev.twinlens.runtime.aws.AwsClients;
import dev.twinlens.runtime.logging.Log;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Handles each record of each message of a batch. A message that failed is reported on its own, so
 * that SQS delivers that one again, after a time that {@link Backoff} chooses. A message that can
 * never succeed goes to the dead-letter queue with its reason.
 */
public final class SqsBatch {
  /** A message that is begun later than this before the time-out would only be interrupted. */
  private static final Duration LEAST_TIME = AwsClients.REPORTING_TIME.multipliedBy(2);

  /** A wait that is recorded: shorter ones are usual. */
  private static final Duration LONG_WAIT = Duration.ofMinutes(1);

  private final Consumer consumer;
  private final ConsumerQueue queue;
  private final Log log;
  private final Clock clock;

  /**
   * A function that handles S3's events.
   *
   * @param bucket the only bucket whose events it handles
   * @param reasons the sentence that says for a person why an attempt failed
   */
  public record Consumer(
      String bucket,
      RecordHandler handler,
      LateImages late,
      Function<RuntimeException, String> reasons) {}

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

  public SqsBatch(Consumer consumer, ConsumerQueue queue, Log log, Clock clock) {
    this.consumer = consumer;
    this.queue = queue;
    this.log = log;
    this.clock = clock;
  }

  /** Handles a batch. */
  public SQSBatchResponse handle(SQSEvent event, Context context) {
    Log requestLog = log.with("requestId", context.getAwsRequestId());
    List<SQSBatchResponse.BatchItemFailure> failures = new ArrayList<>();
    for (SQSEvent.SQSMessage message : event.getRecords()) {
      if (!settles(message, context, requestLog.with("messageId", message.getMessageId()))) {
        failures.add(new SQSBatchResponse.BatchItemFailure(message.getMessageId()));
      }
    }
    return new SQSBatchResponse(failures);
  }

  /** Whether SQS may delete the message. */
  private boolean settles(SQSEvent.SQSMessage message, Context context, Log log) {
    MessageResult delivery =
        switch (deliver(message, context, log)) {
          case MessageResult.Poison(String reason) -> reject(message, reason, log);
          case MessageResult.Settled settled -> settled;
          case MessageResult.Retry retry -> retry;
        };
    if (delivery instanceof MessageResult.Retry(Duration after)) {
      redeliver(message, after, log);
      return false;
    }
    return true;
  }

  private MessageResult deliver(SQSEvent.SQSMessage message, Context context, Log log) {
    List<ObjectEvent> events;
    try {
      events = S3Notifications.parse(String.valueOf(message.getBody()));
    } catch (MalformedMessageException e) {
      return new MessageResult.Poison(e.reason());
    }
    if (events.isEmpty()) {
      log.info("Message ignored: no record of an object");
    }
    MessageResult delivery = new MessageResult.Settled();
    for (ObjectEvent object : events) {
      // Every record is handled even when one before it failed: the next delivery skips it.
      Log recordLog = log.with("key", object.key()).with("versionId", object.versionId());
      delivery = MessageResult.of(delivery, deliver(object, age(message), context, recordLog));
    }
    return delivery;
  }

  private MessageResult deliver(ObjectEvent object, Duration age, Context context, Log log) {
    if (!object.bucket().equals(consumer.bucket())) {
      return new MessageResult.Poison(
          "The event is of another bucket: this function serves " + consumer.bucket() + ".");
    }
    Duration remaining = Duration.ofMillis(context.getRemainingTimeInMillis());
    if (remaining.compareTo(LEAST_TIME) < 0) {
      log.warn("Deferred: too little time remains in this invocation");
      return new MessageResult.Retry(Backoff.afterFailure(age));
    }
    try {
      Outcome outcome = consumer.handler().handle(object, clock.instant().plus(remaining), log);
      return delivery(outcome, object, age, log);
    } catch (RuntimeException e) {
      log.error("Record failed", e);
      recordLate(
          object, log, version -> consumer.late().record(version, consumer.reasons().apply(e)));
      return new MessageResult.Retry(Backoff.afterFailure(age));
    }
  }

  private MessageResult delivery(Outcome outcome, ObjectEvent object, Duration age, Log log) {
    return switch (outcome) {
      case Outcome.Done() -> new MessageResult.Settled();
      case Outcome.Skipped(String reason) -> {
        log.info("Skipped: " + reason);
        yield new MessageResult.Settled();
      }
      case Outcome.ClearedUp() -> {
        log.info("Cleared up: the image was deleted while it was processed");
        yield new MessageResult.Settled();
      }
      case Outcome.Busy(Instant until) -> {
        log.warn("Deferred: another worker holds the claim until " + until);
        Duration held = Duration.between(clock.instant(), until);
        recordLate(object, log, version -> recordWait(version, held));
        yield new MessageResult.Retry(Backoff.whileClaimed(age, held));
      }
    };
  }

  private void recordWait(ObjectCreated version, Duration held) {
    if (held.compareTo(LONG_WAIT) > 0) {
      consumer.late().record(version, "Another worker has not finished with this image.");
    } else {
      consumer.late().recordReplacement(version, "A newer version of this image is next.");
    }
  }

  /** What waits for a removal is not shown: the image is still as it was. */
  private static void recordLate(
      ObjectEvent event, Log log, java.util.function.Consumer<ObjectCreated> record) {
    if (event instanceof ObjectCreated version) {
      try {
        record.accept(version);
      } catch (RuntimeException e) {
        log.withError(e).warn("Lateness not recorded");
      }
    }
  }

  private void redeliver(SQSEvent.SQSMessage message, Duration after, Log log) {
    try {
      queue.redeliver(message.getReceiptHandle(), after);
      log.with("seconds", after.toSeconds()).info("Delivered again later");
    } catch (RuntimeException e) {
      log.withError(e).warn("Delivered again after the queue's visibility timeout");
    }
  }

  private MessageResult reject(SQSEvent.SQSMessage message, String reason, Log log) {
    try {
      queue.reject(message, reason);
      log.with("reason", reason).error("Message rejected");
      return new MessageResult.Settled();
    } catch (RuntimeException e) {
      log.with("reason", reason).error("Message not rejected: it stays in its queue", e);
      return new MessageResult.Retry(Backoff.afterFailure(age(message)));
    }
  }

  /** The time since the message was sent; none when SQS does not say when. */
  private Duration age(SQSEvent.SQSMessage message) {
    return Optional.ofNullable(message.getAttributes())
        .map((Map<String, String> attributes) -> attributes.get("SentTimestamp"))
        .map(millis -> Instant.ofEpochMilli(Long.parseLong(millis)))
        .map(sent -> Duration.between(sent, clock.instant()))
        .orElse(Duration.ZERO);
  }
}
