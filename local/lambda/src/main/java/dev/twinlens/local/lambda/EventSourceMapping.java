package dev.twinlens.local.lambda;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.DeleteMessageBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;
import software.amazon.awssdk.services.sqs.model.QueueDoesNotExistException;

/**
 * Reads one queue for one function: long polling, only while an invocation is free to take what
 * comes. What a function has done with is deleted; anything else comes back after the queue's
 * visibility timeout.
 */
final class EventSourceMapping implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(EventSourceMapping.class);

  private static final int SQS_BATCH = 10;
  private static final Duration LONG_POLL = Duration.ofSeconds(20);
  private static final Duration FIRST_PAUSE = Duration.ofMillis(500);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);
  private static final int DELETE_ATTEMPTS = 5;

  /** Lambda begins with as many pollers when no maximum is set. */
  private static final int DEFAULT_CONCURRENCY = 5;

  private final EventSourceMappingSpec spec;
  private final String region;
  private final SqsClient sqs;
  private final Function<byte[], CompletableFuture<InvocationResult>> function;
  private final Executor executor;
  private final Semaphore free;
  private final Map<Long, CompletableFuture<Void>> running = new ConcurrentHashMap<>();
  private final AtomicLong batches = new AtomicLong();
  private final CountDownLatch stopped = new CountDownLatch(1);
  private final Thread poller;

  private EventSourceMapping(
      EventSourceMappingSpec spec,
      String region,
      SqsClient sqs,
      Function<byte[], CompletableFuture<InvocationResult>> function,
      Executor executor) {
    this.spec = spec;
    this.region = region;
    this.sqs = sqs;
    this.function = function;
    this.executor = executor;
    this.free = new Semaphore(spec.maximumConcurrency().orElse(DEFAULT_CONCURRENCY));
    this.poller = new Thread(this::poll, "event-source-" + spec.functionName());
    this.poller.setDaemon(true);
  }

  /** Checks the mapping as {@code CreateEventSourceMapping} does; reads nothing yet. */
  static EventSourceMapping create(
      EventSourceMappingSpec spec,
      FunctionConfiguration owner,
      Function<byte[], CompletableFuture<InvocationResult>> function,
      Executor executor) {
    validate(spec);
    SqsClient sqs =
        SqsClient.builder()
            .endpointOverride(owner.awsEndpoint())
            .region(Region.of(owner.region()))
            .credentialsProvider(
                StaticCredentialsProvider.create(
                    AwsBasicCredentials.create(owner.accessKeyId(), owner.secretAccessKey())))
            .httpClientBuilder(
                UrlConnectionHttpClient.builder().socketTimeout(LONG_POLL.plusSeconds(10)))
            .build();
    try {
      requireVisibilityFor(owner, spec, sqs);
    } catch (IllegalArgumentException e) {
      sqs.close();
      throw e;
    }
    return new EventSourceMapping(spec, owner.region(), sqs, function, executor);
  }

  private static void validate(EventSourceMappingSpec spec) {
    if (spec.queueArn().endsWith(".fifo")) {
      throw refused(spec, "FIFO queues are not supported on a laptop: their order is not kept");
    }
    if (spec.batchSize() < 1 || spec.batchSize() > 10_000) {
      throw refused(spec, "the batch size " + spec.batchSize() + " is not 1 to 10000");
    }
    Duration window = spec.maximumBatchingWindow();
    if (window.isNegative() || window.compareTo(Duration.ofMinutes(5)) > 0) {
      throw refused(spec, "the maximum batching window " + window + " is not 0 to 300 seconds");
    }
    if (spec.batchSize() > SQS_BATCH && window.compareTo(Duration.ofSeconds(1)) < 0) {
      throw refused(
          spec, "a batch size over 10 needs a maximum batching window of at least one second");
    }
    int concurrency = spec.maximumConcurrency().orElse(DEFAULT_CONCURRENCY);
    if (concurrency < 2 || concurrency > 1000) {
      throw refused(spec, "the maximum concurrency " + concurrency + " is not 2 to 1000");
    }
  }

  private static void requireVisibilityFor(
      FunctionConfiguration owner, EventSourceMappingSpec spec, SqsClient sqs) {
    String visibility;
    try {
      visibility =
          sqs.getQueueAttributes(
                  request ->
                      request
                          .queueUrl(spec.queueUrl().toString())
                          .attributeNames(QueueAttributeName.VISIBILITY_TIMEOUT))
              .attributes()
              .get(QueueAttributeName.VISIBILITY_TIMEOUT);
    } catch (QueueDoesNotExistException e) {
      throw refused(spec, "the queue does not exist", e);
    } catch (SdkException e) {
      throw refused(
          spec,
          "the function's role cannot call GetQueueAttributes on the queue: " + e.getMessage(),
          e);
    }
    if (Long.parseLong(visibility) < owner.timeout().toSeconds()) {
      throw refused(
          spec,
          "Queue visibility timeout: %s seconds is less than Function timeout: %d seconds"
              .formatted(visibility, owner.timeout().toSeconds()));
    }
  }

  private static IllegalArgumentException refused(EventSourceMappingSpec spec, String reason) {
    return refused(spec, reason, null);
  }

  private static IllegalArgumentException refused(
      EventSourceMappingSpec spec, String reason, Throwable cause) {
    return new IllegalArgumentException(
        "Cannot map %s to the function %s: %s"
            .formatted(spec.queueArn(), spec.functionName(), reason),
        cause);
  }

  boolean feeds(String functionName) {
    return spec.functionName().equals(functionName);
  }

  /** Checks again whether the function can read the queue, and has the time to. */
  void check(FunctionConfiguration owner) {
    requireVisibilityFor(owner, spec, sqs);
  }

  void start() {
    poller.start();
  }

  /** Takes no more messages. */
  void stop() {
    stopped.countDown();
    poller.interrupt();
  }

  void awaitInvocations(Duration time) {
    try {
      CompletableFuture.allOf(running.values().toArray(new CompletableFuture<?>[0]))
          .get(time.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException | ExecutionException e) {
      LOG.warn("{} still handles messages; they will come again", spec.functionName());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    stop();
    sqs.close();
  }

  private void poll() {
    Duration pause = FIRST_PAUSE;
    try {
      while (stopped.getCount() > 0) {
        free.acquire();
        boolean taken = false;
        try {
          List<Message> messages = gather();
          pause = FIRST_PAUSE;
          if (!messages.isEmpty() && stopped.getCount() > 0) {
            dispatch(messages);
            taken = true;
          }
        } catch (RuntimeException e) {
          if (stopped.getCount() > 0) {
            LOG.atWarn()
                .setCause(e instanceof SdkException ? null : e)
                .log(
                    "Cannot receive from {} for {}, next attempt in {} ms: {}",
                    spec.queueArn(),
                    spec.functionName(),
                    pause.toMillis(),
                    e.getMessage());
            pause = pauseAfter(pause);
          }
        } finally {
          if (!taken) {
            free.release();
          }
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Waits, unless the mapping stops meanwhile; the next pause is twice as long. */
  private Duration pauseAfter(Duration pause) throws InterruptedException {
    boolean unused = stopped.await(pause.toMillis(), TimeUnit.MILLISECONDS);
    Duration twice = pause.multipliedBy(2);
    return twice.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : twice;
  }

  /** A batch: what there is at once, or what comes within the window after the first message. */
  private List<Message> gather() {
    List<Message> messages = new ArrayList<>(receive(spec.batchSize(), LONG_POLL));
    if (messages.isEmpty() || spec.maximumBatchingWindow().isZero()) {
      return messages;
    }
    long end = System.nanoTime() + spec.maximumBatchingWindow().toNanos();
    while (messages.size() < spec.batchSize() && stopped.getCount() > 0) {
      // SQS waits for whole seconds.
      Duration left = Duration.ofSeconds(TimeUnit.NANOSECONDS.toSeconds(end - System.nanoTime()));
      if (left.isZero() || left.isNegative()) {
        break;
      }
      messages.addAll(
          receive(
              spec.batchSize() - messages.size(),
              left.compareTo(LONG_POLL) > 0 ? LONG_POLL : left));
    }
    return messages;
  }

  private List<Message> receive(int atMost, Duration wait) {
    return sqs.receiveMessage(
            request ->
                request
                    .queueUrl(spec.queueUrl().toString())
                    .maxNumberOfMessages(Math.min(atMost, SQS_BATCH))
                    .waitTimeSeconds((int) wait.toSeconds())
                    .messageSystemAttributeNames(MessageSystemAttributeName.ALL)
                    .messageAttributeNames("All"))
        .messages();
  }

  /** The caller has acquired one permit, for the first event. */
  private void dispatch(List<Message> messages) throws InterruptedException {
    boolean first = true;
    for (SqsEvent event : SqsEvent.of(messages, spec.queueArn(), region)) {
      if (!first) {
        free.acquire();
      }
      first = false;
      long batch = batches.incrementAndGet();
      CompletableFuture<Void> settled = new CompletableFuture<>();
      running.put(batch, settled);
      var unused =
          invoke(event)
              .thenAcceptAsync(result -> settle(event, result), executor)
              .whenComplete(
                  (done, failure) -> {
                    if (failure != null) {
                      LOG.error(
                          "{} messages of {} were not handled by {}; they will come again",
                          event.messages().size(),
                          spec.queueArn(),
                          spec.functionName(),
                          failure);
                    }
                    running.remove(batch);
                    free.release();
                    settled.complete(null);
                  });
    }
  }

  private CompletableFuture<InvocationResult> invoke(SqsEvent event) {
    try {
      return function.apply(event.payload().getBytes(StandardCharsets.UTF_8));
    } catch (RuntimeException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  private void settle(SqsEvent event, InvocationResult result) {
    if (result.functionError().isPresent()) {
      LOG.warn(
          "{} failed on {} messages of {}; they will come again: {}",
          spec.functionName(),
          event.messages().size(),
          spec.queueArn(),
          result.payloadText());
      return;
    }
    List<Message> done = event.messages();
    if (spec.reportBatchItemFailures()) {
      Set<String> ids = done.stream().map(Message::messageId).collect(Collectors.toSet());
      BatchResponse response = BatchResponse.parse(result.payloadText(), ids);
      if (response instanceof BatchResponse.Invalid invalid) {
        LOG.warn(
            "{}: the whole batch of {} failed: {}",
            spec.functionName(),
            spec.queueArn(),
            invalid.reason());
        return;
      }
      Set<String> failed = ((BatchResponse.Failures) response).messageIds();
      done = done.stream().filter(message -> !failed.contains(message.messageId())).toList();
    }
    for (int from = 0; from < done.size(); from += SQS_BATCH) {
      delete(done.subList(from, Math.min(from + SQS_BATCH, done.size())));
    }
  }

  private void delete(List<Message> messages) {
    List<DeleteMessageBatchRequestEntry> entries = new ArrayList<>();
    for (int i = 0; i < messages.size(); i++) {
      entries.add(
          DeleteMessageBatchRequestEntry.builder()
              .id(Integer.toString(i))
              .receiptHandle(messages.get(i).receiptHandle())
              .build());
    }
    Duration pause = FIRST_PAUSE;
    for (int attempt = 1; !entries.isEmpty(); attempt++) {
      String problem;
      try {
        var failed =
            sqs.deleteMessageBatch(
                    request -> request.queueUrl(spec.queueUrl().toString()).entries(entries))
                .failed();
        Set<String> left = failed.stream().map(entry -> entry.id()).collect(Collectors.toSet());
        entries.removeIf(entry -> !left.contains(entry.id()));
        problem = failed.toString();
      } catch (SdkException e) {
        problem = e.getMessage();
      }
      if (entries.isEmpty()) {
        return;
      }
      if (attempt == DELETE_ATTEMPTS || stopped.getCount() == 0) {
        LOG.error(
            "Cannot delete {} handled messages from {}; they will come again: {}",
            entries.size(),
            spec.queueArn(),
            problem);
        return;
      }
      try {
        pause = pauseAfter(pause);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }
}
