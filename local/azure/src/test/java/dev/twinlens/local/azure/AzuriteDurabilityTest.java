package dev.twinlens.local.azure;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.azure.core.util.BinaryData;
import com.azure.storage.blob.BlobContainerClient;
import com.azure.storage.blob.BlobServiceClientBuilder;
import com.azure.storage.blob.models.BlobItem;
import com.azure.storage.blob.models.BlobStorageException;
import com.azure.storage.common.policy.RequestRetryOptions;
import com.azure.storage.common.policy.RetryPolicyType;
import dev.twinlens.local.support.ServerListener;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What was acknowledged is there after the emulator was killed, and nothing else is acknowledged.
 */
class AzuriteDurabilityTest {
  private static final String ACCOUNT = "photosabc123";
  private static final String KEY = Base64.getEncoder().encodeToString(new byte[64]);

  @TempDir Path data;
  private Azurite azurite;

  @BeforeEach
  void start() {
    azurite = Azurite.start(data, 0, ACCOUNT, KEY);
    container().create();
  }

  @AfterEach
  void stop() {
    azurite.close();
  }

  @Test
  void keepsWhatItAcknowledgedWhenItIsKilled() throws Exception {
    List<String> names = IntStream.range(0, 50).mapToObj("photo-%02d"::formatted).toList();
    try (ExecutorService clients = Executors.newFixedThreadPool(4)) {
      names.forEach(name -> clients.execute(() -> upload(name, "bytes of " + name)));
    }
    container().getBlobClient("photo-00").setMetadata(Map.of("key", "a"));
    container().getBlobClient("photo-01").delete();
    var blocks = container().getBlobClient("blocks").getBlockBlobClient();
    String id = Base64.getEncoder().encodeToString(new byte[8]);
    blocks.stageBlock(id, new ByteArrayInputStream("staged".getBytes(UTF_8)), 6);
    blocks.commitBlockList(List.of(id));

    restartAfterAKill();

    assertThat(names()).containsExactlyElementsOf(expectedNames(names));
    names.stream().skip(2).forEach(name -> assertThat(content(name)).isEqualTo("bytes of " + name));
    assertThat(content("blocks")).isEqualTo("staged");
    assertThat(container().getBlobClient("photo-00").getProperties().getMetadata())
        .isEqualTo(Map.of("key", "a"));
  }

  private static List<String> expectedNames(List<String> uploaded) {
    return Stream.concat(Stream.of("blocks"), uploaded.stream())
        .filter(name -> !name.equals("photo-01"))
        .toList();
  }

  @Test
  void keepsWhatTheNextProcessesAcknowledgedAsWell() throws Exception {
    upload("first", "1");
    restartAfterAKill();
    upload("second", "2");
    restartAfterAKill();
    upload("third", "3");
    azurite.close();
    azurite = Azurite.start(data, 0, ACCOUNT, KEY);

    assertThat(names()).containsExactly("first", "second", "third");
  }

  @Test
  void ignoresALineThatItDidNotFinish() throws Exception {
    upload("first", "1");
    kill();
    try (Stream<Path> segments = Files.list(data.resolve("__journal__"))) {
      Files.writeString(
          segments.findFirst().orElseThrow(), "{\"database\":\"__az", StandardOpenOption.APPEND);
    }
    azurite = Azurite.start(data, 0, ACCOUNT, KEY);
    upload("second", "2");
    restartAfterAKill();

    assertThat(names()).containsExactly("first", "second");
  }

  /** The limit of a file's size stands for a full disk: a write of the process fails. */
  @Test
  void acknowledgesNothingThatItCannotStoreAndContinuesOnceItCan() throws Exception {
    assumeThat(Path.of("/usr/bin/prlimit")).exists();
    upload("before", "1");

    limitFileSize("0");
    assertUnavailable(() -> upload("during", "2"));
    assertUnavailable(() -> container().getBlobClient("before").setMetadata(Map.of("key", "a")));
    assertUnavailable(() -> container().getBlobClient("before").delete());
    // The deletion is in its memory alone: to confirm it to a reader would be wrong.
    assertUnavailable(this::names);
    limitFileSize("unlimited");

    upload("after", "3");
    List<String> names = names();
    assertThat(names).contains("after");
    restartAfterAKill();
    assertThat(names()).isEqualTo(names);
    assertThat(content("after")).isEqualTo("3");
  }

  @Test
  void isRestartedAtItsAddressWhenItIsKilled() throws Exception {
    azurite.close();
    BlockingQueue<String> events = new LinkedBlockingQueue<>();
    azurite = Azurite.start(data, 0, ACCOUNT, KEY, new Recorded(events));
    upload("before", "1");
    URI endpoint = azurite.blobEndpoint();

    emulator().destroyForcibly();

    assertThat(events.poll(20, TimeUnit.SECONDS))
        .isEqualTo("Azure Blob Storage ended unexpectedly (status 137); it is being restarted.");
    assertThat(events.poll(60, TimeUnit.SECONDS)).isEqualTo("Azure Blob Storage was restarted.");
    assertThat(azurite.blobEndpoint()).isEqualTo(endpoint);
    upload("after", "2");
    assertThat(names()).containsExactly("after", "before");
  }

  private record Recorded(BlockingQueue<String> events) implements ServerListener {
    @Override
    public void restarting(String message) {
      events.add(message);
    }

    @Override
    public void failed(String message) {
      events.add(message);
    }
  }

  private void restartAfterAKill() throws Exception {
    kill();
    azurite = Azurite.start(data, 0, ACCOUNT, KEY);
  }

  private void kill() throws Exception {
    ProcessHandle emulator = emulator();
    emulator.destroyForcibly();
    emulator.onExit().get(20, TimeUnit.SECONDS);
    azurite.close();
  }

  private static ProcessHandle emulator() {
    return ProcessHandle.current()
        .children()
        .filter(child -> child.info().command().orElse("").endsWith("node"))
        .findFirst()
        .orElseThrow();
  }

  private static void limitFileSize(String bytes) throws Exception {
    Process prlimit =
        new ProcessBuilder("prlimit", "--pid=" + emulator().pid(), "--fsize=" + bytes + ":")
            .inheritIO()
            .start();
    assertThat(prlimit.waitFor()).isZero();
  }

  private void upload(String name, String content) {
    container().getBlobClient(name).upload(BinaryData.fromString(content));
  }

  private String content(String name) {
    return container().getBlobClient(name).downloadContent().toString();
  }

  private List<String> names() {
    return container().listBlobs().stream().map(BlobItem::getName).toList();
  }

  private BlobContainerClient container() {
    return new BlobServiceClientBuilder()
        .connectionString(azurite.connectionString())
        .serviceVersion(Azurite.SERVICE_VERSION)
        .retryOptions(new RequestRetryOptions(RetryPolicyType.FIXED, 1, 10, 100L, 100L, null))
        .buildClient()
        .getBlobContainerClient("originals");
  }

  private static void assertUnavailable(ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            BlobStorageException.class, e -> assertThat(e.getStatusCode()).isBetween(500, 503));
  }
}
