package dev.twinlens.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.twinlens.local.testing.Photos;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Predicate;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;

/** What has to wait comes back by itself, and says so until it is done. */
@Tag("own-deployment")
class WaitingTest {
  /** Less than the shortest visibility timeout, after which SQS itself would deliver again. */
  private static final Duration SECONDS = Duration.ofSeconds(55);

  @TempDir private static Path data;
  private static Stack stack;

  @BeforeAll
  static void start() {
    stack = Stack.start(data, "dev");
    stack.putObject("first.png", Photos.read("chelsea.png"));
    stack.awaitDone("first.png");
  }

  @AfterAll
  static void stop() {
    if (stack != null) {
      stack.close();
    }
  }

  @Test
  void labelsAndCopiesTheNewestOfTwoSimultaneousUploadsWithinSeconds() throws Exception {
    for (int i = 0; i < 3; i++) {
      String key = "same-instant-" + i + ".png";
      uploadTwiceAtOnce(key);
      String newest = currentVersion(key);

      JsonNode image =
          awaitImage(
              key,
              SECONDS,
              shown ->
                  shown.path("versionId").asText().equals(newest)
                      && shown.path("status").asText().equals("labelled")
                      && shown.has("backup")
                      && shown.has("thumbnailUrl")
                      && !shown.has("late"));

      assertThat(image.path("backup").path("url").asText()).contains(newest);
    }
  }

  @Test
  void saysSinceWhenAndWhyACopyIsLateUntilAzureIsBack() throws Exception {
    ProcessHandle azure = azurite();
    Instant before = Instant.now().minusSeconds(1);
    signal("STOP", azure);
    try {
      stack.putObject("outage.png", Photos.read("coffee.png"));

      JsonNode waiting = awaitImage("outage.png", Stack.PATIENCE, image -> image.has("late"));

      assertThat(waiting.has("backup")).isFalse();
      JsonNode late = waiting.path("late").path(0);
      assertThat(late.path("task").asText()).isEqualTo("copy");
      assertThat(late.path("because").asText()).isEqualTo("Azure Blob Storage does not answer.");
      assertThat(Instant.parse(late.path("since").asText())).isBetween(before, Instant.now());
    } finally {
      signal("CONT", azure);
    }

    awaitImage("outage.png", SECONDS, image -> image.has("backup") && !image.has("late"));
  }

  @Test
  void sendsWhatCanNeverSucceedToTheDeadLettersWithItsReason() {
    stack.publishUploadEvent("hello, this is no event");

    try (Clients clients = stack.asAdministrator()) {
      SqsClient sqs = clients.sqs();
      for (String consumer : List.of("classify", "backup", "thumbnail")) {
        List<Message> letters = new ArrayList<>();
        String url = url(sqs, consumer + "-dlq");
        Awaitility.await(consumer)
            .atMost(SECONDS)
            .until(
                () ->
                    letters.addAll(
                        sqs.receiveMessage(
                                receive ->
                                    receive
                                        .queueUrl(url)
                                        .waitTimeSeconds(1)
                                        .messageAttributeNames("All"))
                            .messages()));
        assertThat(letters)
            .singleElement()
            .satisfies(
                letter -> {
                  assertThat(letter.body()).isEqualTo("hello, this is no event");
                  assertThat(letter.messageAttributes().get("Reason").stringValue())
                      .startsWith("The message is not an S3 event notification");
                });
        assertThat(
                sqs.getQueueAttributes(
                        get ->
                            get.queueUrl(url(sqs, consumer + "-queue"))
                                .attributeNamesWithStrings(
                                    "ApproximateNumberOfMessages",
                                    "ApproximateNumberOfMessagesNotVisible"))
                    .attributesAsStrings()
                    .values())
            .containsOnly("0");
      }
    }
  }

  private static void uploadTwiceAtOnce(String key) throws Exception {
    CountDownLatch instant = new CountDownLatch(1);
    try (ExecutorService clients = Executors.newFixedThreadPool(2)) {
      List<Future<?>> uploads = new ArrayList<>();
      for (String photo : List.of("chelsea.png", "coffee.png")) {
        byte[] bytes = Photos.read(photo);
        uploads.add(
            clients.submit(
                () -> {
                  instant.await();
                  stack.putObject(key, bytes);
                  return null;
                }));
      }
      instant.countDown();
      for (Future<?> upload : uploads) {
        upload.get();
      }
    }
  }

  private static String currentVersion(String key) {
    try (Clients clients = stack.asAdministrator()) {
      return clients
          .s3()
          .headObject(head -> head.bucket(stack.output("imagesBucket")).key(key))
          .versionId();
    }
  }

  private static JsonNode awaitImage(String key, Duration patience, Predicate<JsonNode> wanted) {
    return Awaitility.await(key)
        .atMost(patience)
        .pollInterval(Duration.ofMillis(200))
        .until(
            () -> stack.image(key),
            response -> response.status() == 200 && wanted.test(response.json()))
        .json();
  }

  private static String url(SqsClient sqs, String name) {
    List<String> urls = sqs.listQueues(list -> list.queueNamePrefix(name)).queueUrls();
    assertThat(urls).hasSize(1);
    return urls.get(0);
  }

  private static ProcessHandle azurite() {
    return ProcessHandle.current()
        .descendants()
        .filter(process -> process.info().commandLine().orElse("").contains("run.cjs"))
        .findFirst()
        .orElseThrow();
  }

  private static void signal(String name, ProcessHandle process)
      throws IOException, InterruptedException {
    Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start();
    assertThat(kill.waitFor()).isZero();
  }
}
