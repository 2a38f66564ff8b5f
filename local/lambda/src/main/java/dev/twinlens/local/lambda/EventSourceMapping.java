package dev.twinlens.local.lambda;

import dev.twinlens.local.support.DaemonThreads;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.retries.api.BackoffStrategy;
import software.amazon.awssdk.services.sqs.model.Message;

/**
 * Reads one queue for one function: it polls only while an invocation may start, and deletes the
 * messages that the function has handled. The others become visible again after the queue's
 * visibility timeout.
 */
final class EventSourceMapping implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(EventSourceMapping.class);

  private static final int DELETE_ATTEMPTS = 5;

  /**
   * How to poll.
   *
   * @param backoff the pauses while the queue cannot be reached
   */
  record Polling(BackoffStrategy backoff, Clock clock) {
    static Polling defaults() {
      return new Polling(
          BackoffStrategy.exponentialDelayHalfJitter(
              Duration.ofMillis(500), Duration.ofSeconds(30)),
          Clock.systemUTC());
    }
  }

  private final EventSourceMappingSpec spec;
  private final String region;
  private final SourceQueue queue;
  private final Function<byte[], CompletableFuture<InvocationResult>> function;
  private final Polling polling;
  private final Semaphore free;
  private final ExecutorService invocations;
  private final CountDownLatch stopped = new CountDownLatch(1);
  private final Thread poller;

  private EventSourceMapping(
      EventSourceMappingSpec spec,
      String region,
      SourceQueue queue,
      Function<byte[], CompletableFuture<InvocationResult>> function,
      Polling polling) {
    this.spec = spec;
    this.region = region;
    this.queue = queue;
    this.function = function;
    this.polling = polling;
    this.free = new Semaphore(spec.concurrency());
    this.invocations = DaemonThreads.forEachTask("event-source-" + spec.functionName());
    this.poller = DaemonThreads.named("event-source-" + spec.functionName()).newThread(this::poll);
  }

  /** Checks the mapping as {@code CreateEventSourceMapping} does; reads nothing yet. */
  static EventSourceMapping create(
      EventSourceMappingSpec spec,
      FunctionConfiguration owner,
      Function<byte[], CompletableFuture<InvocationResult>> function,
      Polling polling) {
    EventSourceMappingRules.check(spec);
    SourceQueue queue = SourceQueue.open(spec.queue().url(), owner.aws());
    try {
      EventSourceMappingRules.check(spec, owner, queue);
    } catch (IllegalArgumentException e) {
      queue.close();
      throw e;
    }
    return new EventSourceMapping(spec, owner.aws().region(), queue, function, polling);
  }

  boolean feeds(String functionName) {
    return spec.functionName().equals(functionName);
  }

  /** Checks again that the function can read the queue, and that its timeout is short enough. */
  void check(FunctionConfiguration owner) {
    EventSourceMappingRules.check(spec, owner, queue);
  }

  void start() {
    poller.start();
  }

  /** Receives no more messages. */
  void stop() {
    stopped.countDown();
    poller.interrupt();
  }

  void awaitInvocations(Duration time) {
    invocations.shutdown();
    try {
      if (!invocations.awaitTermination(time.toMillis(), TimeUnit.MILLISECONDS)) {
        LOG.warn("{} did not finish; its messages become visible again", spec.functionName());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    stop();
    invocations.shutdown();
    queue.close();
  }

  private boolean isStopped() {
    return stopped.getCount() == 0;
  }

  private void poll() {
    int failures = 0;
    try {
      while (!isStopped()) {
        free.acquire();
        boolean dispatched = false;
        try {
          List<Message> messages = gather();
          failures = 0;
          if (!messages.isEmpty() && !isStopped()) {
            dispatch(messages);
            dispatched = true;
          }
        } catch (RuntimeException e) {
          failures++;
          pauseAfter(e, polling.backoff().computeDelay(failures));
        } finally {
          if (!dispatched) {
            free.release();
          }
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void pauseAfter(RuntimeException failure, Duration pause) {
    if (isStopped()) {
      return;
    }
    LOG.atWarn()
        .setCause(failure instanceof SdkException ? null : failure)
        .log(
            "Cannot receive from {} for {}, next attempt in {} ms: {}",
            spec.queue().arn(),
            spec.functionName(),
            pause.toMillis(),
            failure.getMessage());
    boolean unused = isStoppedWithin(pause);
  }

  private boolean isStoppedWithin(Duration pause) {
    try {
      return stopped.await(pause.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return true;
    }
  }

  /** A batch: the messages of one poll, or those that arrive within the window after the first. */
  private List<Message> gather() {
    int size = spec.batching().size();
    List<Message> messages = new ArrayList<>(queue.receive(size, SourceQueue.LONGEST_POLL));
    if (messages.isEmpty()) {
      return messages;
    }
    Instant end = polling.clock().instant().plus(spec.batching().window());
    while (messages.size() < size && !isStopped()) {
      Duration left = Duration.between(polling.clock().instant(), end);
      // SQS waits for whole seconds.
      if (left.toSeconds() < 1) {
        break;
      }
      messages.addAll(queue.receive(size - messages.size(), min(left, SourceQueue.LONGEST_POLL)));
    }
    return messages;
  }

  private static Duration min(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }

  /** The caller has acquired one permit, for the first event. */
  private void dispatch(List<Message> messages) throws InterruptedException {
    boolean first = true;
    for (SqsEvent event : SqsEvent.of(messages, spec.queue().arn(), region)) {
      if (!first) {
        free.acquire();
      }
      first = false;
      invocations.execute(() -> handle(event));
    }
  }

  private void handle(SqsEvent event) {
    try {
      settle(event, function.apply(event.payload().getBytes(StandardCharsets.UTF_8)).join());
    } catch (RuntimeException e) {
      LOG.error(
          "{} did not handle {} messages of {}; they become visible again",
          spec.functionName(),
          event.messages().size(),
          spec.queue().arn(),
          e);
    } finally {
      free.release();
    }
  }

  private void settle(SqsEvent event, InvocationResult result) {
    List<Message> handled = handled(event, result);
    for (int from = 0; from < handled.size(); from += SourceQueue.MAXIMUM_BATCH) {
      delete(handled.subList(from, Math.min(from + SourceQueue.MAXIMUM_BATCH, handled.size())));
    }
  }

  private List<Message> handled(SqsEvent event, InvocationResult result) {
    if (result.functionError().isPresent()) {
      LOG.warn(
          "{} failed on {} messages of {}; they become visible again: {}",
          spec.functionName(),
          event.messages().size(),
          spec.queue().arn(),
          result.payloadText());
      return List.of();
    }
    if (!spec.reportBatchItemFailures()) {
      return event.messages();
    }
    Set<String> ids = event.messages().stream().map(Message::messageId).collect(Collectors.toSet());
    return switch (BatchResponse.parse(result.payloadText(), ids)) {
      case BatchResponse.Failures failures ->
          event.messages().stream()
              .filter(message -> !failures.messageIds().contains(message.messageId()))
              .toList();
      case BatchResponse.Invalid invalid -> {
        LOG.warn(
            "{}: the whole batch of {} failed: {}",
            spec.functionName(),
            spec.queue().arn(),
            invalid.reason());
        yield List.of();
      }
    };
  }

  private void delete(List<Message> messages) {
    List<Message> left = messages;
    for (int attempt = 1; !left.isEmpty(); attempt++) {
      String problem = "SQS rejected them";
      try {
        left = queue.delete(left);
      } catch (SdkException e) {
        problem = e.getMessage();
      }
      if (!left.isEmpty()
          && (attempt == DELETE_ATTEMPTS
              || isStoppedWithin(polling.backoff().computeDelay(attempt)))) {
        LOG.error(
            "Cannot delete {} handled messages from {}; they become visible again: {}",
            left.size(),
            spec.queue().arn(),
            problem);
        return;
      }
    }
  }
}
