package dev.twinlens.local.lambda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.amazonaws.services.lambda.runtime.events.SQSEvent;
import dev.twinlens.local.lambda.EventSourceMapping.Polling;
import dev.twinlens.local.lambda.EventSourceMappingSpec.Batching;
import dev.twinlens.local.lambda.EventSourceMappingSpec.Queue;
import dev.twinlens.local.lambda.handlers.Recorder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.joda.time.DateTime;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.retries.api.BackoffStrategy;

class EventSourceMappingTest {
  private static TestQueue.Server server;

  @TempDir private Path directory;
  private UnreliableProxy queues;
  private LambdaService lambda;
  private TestQueue queue;

  @BeforeAll
  static void startQueues() {
    Awaitility.setDefaultTimeout(Duration.ofSeconds(30));
    server = new TestQueue.Server();
  }

  @AfterAll
  static void stopQueues() {
    Awaitility.reset();
    server.close();
  }

  @BeforeEach
  void createFunctionAndQueue() throws IOException {
    queues = new UnreliableProxy(server.endpoint());
    lambda =
        new LambdaService(
            TestFunctions.access("recorder"), directory.resolve("work"), directory.resolve("logs"));
    lambda.createFunction(recorder());
    // Long, so that a slow machine does not make messages visible again.
    queue = server.createQueue(Duration.ofMinutes(10));
  }

  @AfterEach
  void stopLambda() throws IOException {
    Files.writeString(directory.resolve("continue"), "");
    lambda.close();
    queues.close();
  }

  @Test
  void feedsMessagesAndDeletesThemWhenTheFunctionSucceeds() throws IOException {
    queue.send("a", "b", "c");
    map(mapping(10, Duration.ZERO, true));

    await().until(() -> handled().size() == 3);
    assertThat(handled()).containsExactlyInAnyOrder("a#1", "b#1", "c#1");
    await().until(() -> queue.messages() == 0);
  }

  @Test
  void keepsTheMessagesThatTheFunctionReports() throws IOException {
    queue.send("ok-1", "fail-2", "ok-3");
    map(mapping(10, Duration.ZERO, true));

    await().until(() -> handled().size() == 3);
    await().until(() -> queue.messages() == 1);
    makeVisibleAgain();

    await().until(() -> handled().contains("fail-2#2"));
    await().until(() -> queue.messages() == 0);
    assertThat(handled()).containsExactlyInAnyOrder("ok-1#1", "fail-2#1", "ok-3#1", "fail-2#2");
  }

  @Test
  void keepsTheWholeBatchWhenTheFunctionThrows() throws IOException {
    queue.send("throw-1");
    map(mapping(1, Duration.ZERO, true));

    await().until(() -> handled().size() == 1);
    makeVisibleAgain();
    await().until(() -> handled().contains("throw-1#2"));
    await().until(() -> queue.messages() == 0);
    assertThat(queues.calls("DeleteMessageBatch")).isEqualTo(1);
  }

  @Test
  void keepsTheWholeBatchWhenTheFunctionReportsAnUnknownMessage() throws IOException {
    queue.send("invent-1");
    map(mapping(1, Duration.ZERO, true));

    await().until(() -> handled().size() == 1);
    makeVisibleAgain();
    await().until(() -> handled().contains("invent-1#2"));
    await().until(() -> queue.messages() == 0);
    assertThat(queues.calls("DeleteMessageBatch")).isEqualTo(1);
  }

  @Test
  void deletesTheWholeBatchWhenFailuresAreNotReported() throws IOException {
    queue.send("fail-1");
    map(mapping(1, Duration.ZERO, false));

    await().until(() -> handled().size() == 1);
    await().until(() -> queue.messages() == 0);
  }

  @Test
  void gathersABatchWithinItsWindow() throws IOException {
    map(mapping(12, Duration.ofSeconds(60), true));

    for (int from = 0; from < 12; from += 4) {
      queue.send(IntStream.range(from, from + 4).mapToObj(i -> "m" + i).toArray(String[]::new));
    }

    await().until(() -> !batches().isEmpty());
    assertThat(batches()).hasSize(1);
    assertThat(handled()).hasSize(12);
  }

  @Test
  void endsABatchAtTheEndOfItsWindow() {
    queue.send("a");
    List<String> payloads = new CopyOnWriteArrayList<>();
    AtomicInteger minutes = new AtomicInteger();
    Clock clock =
        new Clock() {
          @Override
          public Instant instant() {
            return Instant.EPOCH.plus(Duration.ofMinutes(minutes.incrementAndGet()));
          }

          @Override
          public ZoneId getZone() {
            return ZoneOffset.UTC;
          }

          @Override
          public Clock withZone(ZoneId zone) {
            return this;
          }
        };
    try (EventSourceMapping mapping =
        EventSourceMapping.create(
            mapping(12, Duration.ofMinutes(1), false),
            recorder(),
            payload -> {
              payloads.add(new String(payload, StandardCharsets.UTF_8));
              return new CompletableFuture<>();
            },
            new Polling(BackoffStrategy.retryImmediately(), clock))) {
      mapping.start();

      await().atMost(Duration.ofSeconds(15)).until(() -> payloads.size() == 1);
    }
  }

  @Test
  void limitsSimultaneousInvocationsToItsMaximumConcurrency() throws IOException {
    queue.send("sleep-1", "sleep-2", "sleep-3", "sleep-4");
    map(mapping(1, Duration.ZERO, true));

    await().until(() -> started() == 2);
    // Without the limit, the poller would have received the others while two processes started.
    queue.send("late");
    assertThat(started()).isEqualTo(2);
    assertThat(queue.visibleMessages()).isEqualTo(3);

    Files.writeString(directory.resolve("continue"), "");
    await().until(() -> handled().size() == 5);
  }

  @Test
  void readsNothingWhenItIsDisabled() throws IOException {
    queue.send("a");
    EventSourceMappingSpec enabled = mapping(1, Duration.ZERO, true);
    map(
        new EventSourceMappingSpec(
            enabled.uuid(),
            enabled.functionName(),
            enabled.queue(),
            enabled.batching(),
            OptionalInt.empty(),
            true,
            false));

    lambda.close();

    assertThat(handled()).isEmpty();
    assertThat(queue.visibleMessages()).isEqualTo(1);
  }

  @Test
  void retriesWithItsBackoffWhileTheQueueFails() throws IOException {
    // More than the SDK's own attempts.
    queues.failNext(9, "ReceiveMessage");
    queues.failNext(9, "DeleteMessageBatch");
    queue.send("a");
    List<Integer> attempts = new CopyOnWriteArrayList<>();
    BackoffStrategy backoff =
        attempt -> {
          attempts.add(attempt);
          return Duration.ofMillis(1);
        };
    try (EventSourceMapping mapping =
        EventSourceMapping.create(
            mapping(1, Duration.ZERO, true),
            recorder(),
            payload -> lambda.invoke("recorder", payload),
            new Polling(backoff, Clock.systemUTC()))) {
      mapping.start();

      await().atMost(Duration.ofSeconds(60)).until(() -> handled().contains("a#1"));
      await().atMost(Duration.ofSeconds(60)).until(() -> queue.messages() == 0);
    }
    assertThat(queues.failuresLeft("ReceiveMessage")).isZero();
    assertThat(queues.failuresLeft("DeleteMessageBatch")).isZero();
    assertThat(handled()).containsExactly("a#1");
    // The pauses of ReceiveMessage, then those of DeleteMessageBatch.
    assertThat(attempts).startsWith(1, 2).filteredOn(attempt -> attempt == 1).hasSize(2);
  }

  @Test
  void keepsPollingWhenTheFunctionCannotBeInvoked() {
    queue.send("a", "b", "c", "d");
    List<String> attempts = new CopyOnWriteArrayList<>();
    EventSourceMapping mapping =
        EventSourceMapping.create(
            mapping(1, Duration.ZERO, false),
            recorder(),
            payload -> {
              attempts.add(new String(payload, StandardCharsets.UTF_8));
              throw new IllegalStateException("no space left on the device");
            },
            Polling.defaults());
    try (mapping) {
      mapping.start();

      // Two at a time: if a permit were lost, polling would stop after the second.
      await().until(() -> attempts.size() == 4);
    }
    mapping.awaitInvocations(Duration.ofSeconds(10));
    assertThat(queue.messages()).isEqualTo(4);
  }

  @Test
  void waitsForRunningInvocationsWhenItCloses() throws IOException {
    queue.send("sleep-1");
    map(mapping(1, Duration.ZERO, true));
    await().until(() -> started() == 1);

    Thread closing = new Thread(lambda::close);
    closing.start();
    Files.writeString(directory.resolve("continue"), "");

    await().until(() -> !closing.isAlive());
    assertThat(handled()).containsExactly("sleep-1#1");
    assertThat(queue.messages()).isZero();
  }

  @Test
  void rejectsWhatLambdaRejects() {
    EventSourceMappingSpec valid = mapping(10, Duration.ZERO, true);
    Queue brief = server.createQueue(Duration.ofSeconds(5)).spec();
    Queue fifo = queue.withSuffix(".fifo");

    assertThatThrownBy(() -> map(on(valid, brief)))
        .hasMessageContaining(
            "Queue visibility timeout: 5 seconds is less than Function timeout: 20 seconds");
    assertThatThrownBy(() -> map(on(valid, queue.withSuffix("-not"))))
        .hasMessageContaining("the queue does not exist");
    assertThatThrownBy(() -> map(mapping(11, Duration.ZERO, true)))
        .hasMessageContaining("a batch size over 10 requires a maximum batching window");
    assertThatThrownBy(() -> map(on(valid, fifo)))
        .hasMessageContaining("FIFO queues are not supported");
    map(valid);
    assertThatThrownBy(() -> map(valid)).hasMessageContaining("already exists");
  }

  private FunctionConfiguration recorder() {
    FunctionConfiguration recorder =
        TestFunctions.function(
            directory, "recorder", Recorder.class, SQSEvent.class, DateTime.class);
    return TestFunctions.withEndpoint(
        TestFunctions.with(recorder, Map.of("RECORDS", directory.toString())), queues.endpoint());
  }

  private void map(EventSourceMappingSpec spec) {
    lambda.createEventSourceMapping(spec);
  }

  private EventSourceMappingSpec mapping(int batchSize, Duration window, boolean report) {
    return new EventSourceMappingSpec(
        "11111111-2222-3333-4444-555555555555",
        "recorder",
        queue.spec(),
        new Batching(batchSize, window),
        OptionalInt.of(2),
        report,
        true);
  }

  private static EventSourceMappingSpec on(EventSourceMappingSpec spec, Queue queue) {
    return new EventSourceMappingSpec(
        spec.uuid(),
        spec.functionName(),
        queue,
        spec.batching(),
        spec.maximumConcurrency(),
        spec.reportBatchItemFailures(),
        spec.enabled());
  }

  private void makeVisibleAgain() throws IOException {
    queue.makeVisible(Files.readAllLines(directory.resolve("receipts")));
  }

  private List<String> batches() throws IOException {
    Path file = directory.resolve("batches");
    return Files.exists(file) ? Files.readAllLines(file) : List.of();
  }

  private List<String> handled() throws IOException {
    return batches().stream().flatMap(line -> Stream.of(line.split(" "))).toList();
  }

  private long started() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.filter(file -> file.getFileName().toString().startsWith("started-")).count();
    }
  }
}
