package dev.twinlens.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.twinlens.local.testing.Photos;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/**
 * What was acknowledged survives a power cut at any moment, and what was waiting is finished.
 *
 * <p>All processes are stopped at once and the data folder is copied: the copy has what the
 * operating system had got, whether or not it was on the disk already.
 */
@Tag("own-deployment")
class PowerCutTest {
  private static final JsonMapper JSON = new JsonMapper();
  private static final List<String> PHOTOS = List.of("chelsea.png", "coffee.png");
  private static final int UPLOADS = 12;

  @TempDir private Path folder;
  private final List<LocalCommand> started = new ArrayList<>();

  @AfterEach
  void endWhatWasStarted() {
    for (LocalCommand command : started) {
      command.process().descendants().forEach(ProcessHandle::destroyForcibly);
      command.process().destroyForcibly();
    }
  }

  @Test
  void keepsWhatWasAcknowledgedAndFinishesWhatWasWaiting() throws Exception {
    Path data = folder.resolve("data");
    LocalCommand up = LocalCommand.start("up", "--data", data.toString());
    started.add(up);
    Awaitility.await()
        .atMost(Stack.PATIENCE)
        .until(() -> Files.exists(data.resolve("outputs.json")) || !up.process().isAlive());
    assertThat(up.process().isAlive()).as(up.output()).isTrue();
    JsonNode environment = JSON.readTree(data.resolve("environment.json").toFile());
    String bucket =
        JSON.readTree(data.resolve("outputs.json").toFile()).path("imagesBucket").asText();
    Map<String, String> versions = new LinkedHashMap<>();
    try (S3Client s3 = client(S3Client.builder().forcePathStyle(true), environment);
        SqsClient sqs = client(SqsClient.builder(), environment)) {
      shortenVisibility(sqs);
      for (int i = 0; i < UPLOADS; i++) {
        String key = "cut/photo-%02d.png".formatted(i);
        RequestBody photo = RequestBody.fromBytes(photo(i));
        versions.put(key, s3.putObject(put -> put.bucket(bucket).key(key), photo).versionId());
      }
    }

    Path copy = folder.resolve("copy");
    List<ProcessHandle> processes = stopAll(up.process().toHandle());
    copy(data, copy);
    processes.forEach(ProcessHandle::destroyForcibly);
    for (ProcessHandle process : processes) {
      process.onExit().get(30, TimeUnit.SECONDS);
    }

    try (Stack stack = Stack.start(copy, "dev")) {
      assertThat(stack.output("imagesBucket")).isEqualTo(bucket);
      int number = 0;
      for (Map.Entry<String, String> version : versions.entrySet()) {
        JsonNode image = stack.awaitDone(version.getKey());
        assertThat(image.path("versionId").asText()).isEqualTo(version.getValue());
        assertThat(stack.download(image.path("url").asText())).isEqualTo(photo(number));
        number++;
      }
      assertThat(copies(stack)).isEqualTo(versions.size());
    }
  }

  @Test
  void keepsCopiesAndMakesMoreWhenAzureEnds() throws Exception {
    try (Stack stack = Stack.start(folder, "dev")) {
      stack.putObject("before.png", photo(0));
      stack.awaitDone("before.png");
      assertThat(copies(stack)).isEqualTo(1);

      try (Clients clients = stack.asAdministrator()) {
        shortenVisibility(clients.sqs());
      }
      ProcessHandle azure = azure();
      azure.destroyForcibly();
      azure.onExit().get(30, TimeUnit.SECONDS);
      stack.putObject("after.png", photo(1));

      stack.awaitDone("after.png");
      assertThat(copies(stack)).isEqualTo(2);
      stack.awaitOk("/health");
    }
  }

  private static long copies(Stack stack) {
    return stack.backups().listBlobs().stream().count();
  }

  private static byte[] photo(int number) {
    return Photos.read(PHOTOS.get(number % PHOTOS.size()));
  }

  /**
   * A message that a function had taken comes back after this time, instead of up to twelve
   * minutes. It is longer than a function's claim, which nobody ends after a power cut.
   */
  private static void shortenVisibility(SqsClient sqs) {
    for (String queue : sqs.listQueues().queueUrls()) {
      sqs.setQueueAttributes(
          set ->
              set.queueUrl(queue).attributes(Map.of(QueueAttributeName.VISIBILITY_TIMEOUT, "150")));
    }
  }

  private static <C, B extends AwsClientBuilder<B, C>> C client(B builder, JsonNode environment) {
    return builder
        .endpointOverride(URI.create(environment.path("AWS_ENDPOINT_URL").asText()))
        .region(Region.of(environment.path("AWS_REGION").asText()))
        .credentialsProvider(
            StaticCredentialsProvider.create(
                AwsBasicCredentials.create(
                    environment.path("AWS_ACCESS_KEY_ID").asText(),
                    environment.path("AWS_SECRET_ACCESS_KEY").asText())))
        .build();
  }

  /** Stops the process and all that it started, also while they were being stopped. */
  private static List<ProcessHandle> stopAll(ProcessHandle process) throws Exception {
    Set<ProcessHandle> stopped = new HashSet<>();
    List<ProcessHandle> running = Stream.concat(Stream.of(process), process.descendants()).toList();
    while (!running.isEmpty()) {
      List<String> command = new ArrayList<>(List.of("kill", "-STOP"));
      running.forEach(each -> command.add(String.valueOf(each.pid())));
      assertThat(new ProcessBuilder(command).inheritIO().start().waitFor()).isZero();
      stopped.addAll(running);
      running = process.descendants().filter(each -> !stopped.contains(each)).toList();
    }
    return List.copyOf(stopped);
  }

  private static ProcessHandle azure() {
    return ProcessHandle.current()
        .children()
        .filter(child -> child.info().command().orElse("").endsWith("node"))
        .findFirst()
        .orElseThrow();
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Files.copy(file, to.resolve(from.relativize(file)));
      }
    }
  }
}
