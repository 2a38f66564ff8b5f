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
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.elasticmq.rest.sqs.SQSRestServer;
import org.elasticmq.rest.sqs.SQSRestServerBuilder;
import org.joda.time.DateTime;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.api.BackoffStrategy;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.SqsException;

class EventSourceMappingTest {
  private static SQSRestServer server;
  private static URI endpoint;
  private static SqsClient sqs;

  @TempDir private Path directory;
  private UnreliableProxy queues;
  private LambdaService lambda;
  private String queueName;
  private String queueUrl;

  @BeforeAll
  static void startQueues() {
    Awaitility.setDefaultTimeout(Duration.ofSeconds(30));
    server = SQSRestServerBuilder.withInterface("127.0.0.1").withDynamicPort().start();
    endpoint = URI.create("http://127.0.0.1:" + server.waitUntilStarted().localAddress().getPort());
    sqs =
        SqsClient.builder()
            .endpointOverride(endpoint)
            .region(Region.of(TestFunctions.REGION))
            .credentialsProvider(
                StaticCredentialsProvider.create(AwsBasicCredentials.create("key", "secret")))
            .httpClientBuilder(UrlConnectionHttpClient.builder())
            .build();
  }

  @AfterAll
  static void stopQueues() {
    Awaitility.reset();
    sqs.close();
    // Not awaited: the server would wait for abandoned long polls.
    var unused = server.stopAndGetFuture().apply();
  }

  @BeforeEach
  void createFunctionAndQueue() throws IOException {
    queues = new UnreliableProxy(endpoint);
    lambda =
        new LambdaService(
            TestFunctions.access("recorder"), directory.resolve("work"), directory.resolve("logs"));
    lambda.createFunction(recorder());
    queueName = "queue-" + UUID.randomUUID();
    queueUrl = createQueue(queueName, 20);
  }

  @AfterEach
  void stopLambda() throws IOException {
    Files.writeString(directory.resolve("continue"), "");
    lambda.close();
    queues.close();
  }

  @Test
  void feedsMessagesAndDeletesThemWhenTheFunctionSucceeds() throws IOException {
    send("a", "b", "c");
    map(mapping(10, Duration.ZERO, true));

    await().until(() -> handled().size() == 3);
    assertThat(handled()).containsExactlyInAnyOrder("a#1", "b#1", "c#1");
    await().until(() -> messagesInQueue() == 0);
  }

  @Test
  void keepsTheMessagesThatTheFunctionReports() throws IOException {
    send("ok-1", "fail-2", "ok-3");
    map(mapping(10, Duration.ZERO, true));

    await().until(() -> handled().size() == 3);
    await().until(() -> messagesInQueue() == 1);
    makeVisibleAgain();

    await().until(() -> handled().contains("fail-2#2"));
    await().until(() -> messagesInQueue() == 0);
    assertThat(handled()).containsExactlyInAnyOrder("ok-1#1", "fail-2#1", "ok-3#1", "fail-2#2");
  }

  @Test
  void keepsTheWholeBatchWhenTheFunctionThrows() throws IOException {
    send("throw-1");
    map(mapping(1, Duration.ZERO, true));

    await().until(() -> handled().size() == 1);
    makeVisibleAgain();
    await().until(() -> handled().contains("throw-1#2"));
    await().until(() -> messagesInQueue() == 0);
    assertThat(queues.calls("DeleteMessageBatch")).isEqualTo(1);
  }

  @Test
  void keepsTheWholeBatchWhenTheFunctionReportsAnUnknownMessage() throws IOException {
    send("invent-1");
    map(mapping(1, Duration.ZERO, true));

    await().until(() -> handled().size() == 1);
    makeVisibleAgain();
    await().until(() -> handled().contains("invent-1#2"));
    await().until(() -> messagesInQueue() == 0);
    assertThat(queues.calls("DeleteMessageBatch")).isEqualTo(1);
  }

  @Test
  void deletesTheWholeBatchWhenFailuresAreNotReported() throws IOException {
    send("fail-1");
    map(mapping(1, Duration.ZERO, false));

    await().until(() -> handled().size() == 1);
    await().until(() -> messagesInQueue() == 0);
  }

  @Test
  void gathersABatchWithinItsWindow() throws IOException {
    map(mapping(12, Duration.ofSeconds(60), true));

    for (int from = 0; from < 12; from += 4) {
      send(IntStream.range(from, from + 4).mapToObj(i -> "m" + i).toArray(String[]::new));
    }

    await().until(() -> !batches().isEmpty());
    assertThat(batches()).hasSize(1);
    assertThat(handled()).hasSize(12);
  }

  @Test
  void limitsSimultaneousInvocationsToItsMaximumConcurrency() throws IOException {
    send("sleep-1", "sleep-2", "sleep-3", "sleep-4");
    map(mapping(1, Duration.ZERO, true));

    await().until(() -> started() == 2);
    // Without the limit, the poller would have received the others while two processes started.
    send("late");
    assertThat(started()).isEqualTo(2);
    assertThat(visibleMessages()).isEqualTo(3);

    Files.writeString(directory.resolve("continue"), "");
    await().until(() -> handled().size() == 5);
  }

  @Test
  void readsNothingWhenItIsDisabled() throws IOException {
    send("a");
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
    assertThat(visibleMessages()).isEqualTo(1);
  }

  @Test
  void retriesWithItsBackoffWhileTheQueueFails() throws IOException {
    // More than the SDK's own attempts.
    queues.failNext(9, "ReceiveMessage");
    queues.failNext(9, "DeleteMessageBatch");
    send("a");
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
            new Polling(Runnable::run, backoff, Clock.systemUTC()))) {
      mapping.start();

      await().atMost(Duration.ofSeconds(60)).until(() -> handled().contains("a#1"));
      await().atMost(Duration.ofSeconds(60)).until(() -> messagesInQueue() == 0);
    }
    assertThat(queues.failuresLeft("ReceiveMessage")).isZero();
    assertThat(queues.failuresLeft("DeleteMessageBatch")).isZero();
    assertThat(handled()).containsExactly("a#1");
    // The pauses of ReceiveMessage, then those of DeleteMessageBatch.
    assertThat(attempts).startsWith(1, 2).filteredOn(attempt -> attempt == 1).hasSize(2);
  }

  @Test
  void keepsPollingWhenTheFunctionCannotBeInvoked() {
    send("a", "b", "c", "d");
    List<String> attempts = new CopyOnWriteArrayList<>();
    EventSourceMapping mapping =
        EventSourceMapping.create(
            mapping(1, Duration.ZERO, false),
            recorder(),
            payload -> {
              attempts.add(new String(payload, StandardCharsets.UTF_8));
              throw new IllegalStateException("no space left on the device");
            },
            Polling.with(Runnable::run));
    try (mapping) {
      mapping.start();

      // Two at a time: if a permit were lost, polling would stop after the second.
      await().until(() -> attempts.size() == 4);
    }
    mapping.awaitInvocations(Duration.ofSeconds(10));
    assertThat(messagesInQueue()).isEqualTo(4);
  }

  @Test
  void waitsForRunningInvocationsWhenItCloses() throws IOException {
    send("sleep-1");
    map(mapping(1, Duration.ZERO, true));
    await().until(() -> started() == 1);

    Thread closing = new Thread(lambda::close);
    closing.start();
    Files.writeString(directory.resolve("continue"), "");

    await().until(() -> !closing.isAlive());
    assertThat(handled()).containsExactly("sleep-1#1");
    assertThat(messagesInQueue()).isZero();
  }

  @Test
  void rejectsWhatLambdaRejects() {
    String brief = "brief-" + UUID.randomUUID();
    EventSourceMappingSpec valid = mapping(10, Duration.ZERO, true);

    assertThatThrownBy(() -> map(on(valid, createQueue(brief, 5), brief)))
        .hasMessageContaining(
            "Queue visibility timeout: 5 seconds is less than Function timeout: 20 seconds");
    assertThatThrownBy(() -> map(on(valid, queueUrl + "-not", queueName + "-not")))
        .hasMessageContaining("the queue does not exist");
    assertThatThrownBy(() -> map(mapping(11, Duration.ZERO, true)))
        .hasMessageContaining("a batch size over 10 requires a maximum batching window");
    assertThatThrownBy(() -> map(on(valid, queueUrl, "a.fifo")))
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
        new Queue(URI.create(queueUrl), arn(queueName)),
        new Batching(batchSize, window),
        OptionalInt.of(2),
        report,
        true);
  }

  private static EventSourceMappingSpec on(
      EventSourceMappingSpec spec, String queueUrl, String queueName) {
    return new EventSourceMappingSpec(
        spec.uuid(),
        spec.functionName(),
        new Queue(URI.create(queueUrl), arn(queueName)),
        spec.batching(),
        spec.maximumConcurrency(),
        spec.reportBatchItemFailures(),
        spec.enabled());
  }

  private static String arn(String queueName) {
    return "arn:aws:sqs:" + TestFunctions.REGION + ":" + TestFunctions.ACCOUNT + ":" + queueName;
  }

  private static String createQueue(String name, int visibilitySeconds) {
    return sqs.createQueue(
            request ->
                request
                    .queueName(name)
                    .attributes(
                        Map.of(
                            QueueAttributeName.VISIBILITY_TIMEOUT,
                            Integer.toString(visibilitySeconds))))
        .queueUrl();
  }

  private void send(String... bodies) {
    List<SendMessageBatchRequestEntry> entries = new ArrayList<>();
    for (int i = 0; i < bodies.length; i++) {
      entries.add(
          SendMessageBatchRequestEntry.builder()
              .id(Integer.toString(i))
              .messageBody(bodies[i])
              .build());
    }
    sqs.sendMessageBatch(request -> request.queueUrl(queueUrl).entries(entries));
  }

  /** Does what the queue does when the visibility timeout expires. */
  private void makeVisibleAgain() throws IOException {
    for (String receipt : Files.readAllLines(directory.resolve("receipts"))) {
      try {
        sqs.changeMessageVisibility(
            request -> request.queueUrl(queueUrl).receiptHandle(receipt).visibilityTimeout(0));
      } catch (SqsException deleted) {
        assertThat(deleted.statusCode()).isEqualTo(400);
      }
    }
  }

  private long visibleMessages() {
    return attribute(QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES);
  }

  private long messagesInQueue() {
    return visibleMessages()
        + attribute(QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE);
  }

  private long attribute(QueueAttributeName name) {
    return Long.parseLong(
        sqs.getQueueAttributes(request -> request.queueUrl(queueUrl).attributeNames(name))
            .attributes()
            .get(name));
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
