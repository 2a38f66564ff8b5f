package dev.twinlens.local.azure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.azure.core.util.BinaryData;
import com.azure.storage.blob.BlobContainerClient;
import com.azure.storage.blob.BlobContainerClientBuilder;
import com.azure.storage.blob.BlobServiceClientBuilder;
import com.azure.storage.blob.models.BlobStorageException;
import com.azure.storage.blob.sas.BlobContainerSasPermission;
import com.azure.storage.blob.sas.BlobServiceSasSignatureValues;
import com.azure.storage.common.policy.RequestRetryOptions;
import com.azure.storage.common.policy.RetryPolicyType;
import com.azure.storage.common.sas.SasProtocol;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AzuriteTest {
  private static final String ACCOUNT = "photosabc123";
  private static final String KEY = Base64.getEncoder().encodeToString(new byte[64]);

  @TempDir Path data;
  private Azurite azurite;

  @BeforeEach
  void start() {
    azurite = Azurite.start(data, 0, ACCOUNT, KEY);
  }

  @AfterEach
  void stop() {
    azurite.close();
  }

  @Test
  void keepsBlobsAcrossARestart() {
    owner("originals").createIfNotExists();
    owner("originals").getBlobClient("2026/a b+c.png").upload(BinaryData.fromString("photo"));

    azurite.close();
    azurite = Azurite.start(data, 0, ACCOUNT, KEY);

    assertThat(owner("originals").getBlobClient("2026/a b+c.png").downloadContent().toString())
        .isEqualTo("photo");
  }

  @Test
  void letsATokenWithCreateAndWriteDoNothingElse() {
    owner("originals").createIfNotExists();
    owner("others").createIfNotExists();
    String sas =
        azurite.containerSas("originals", "cw", now().minusMinutes(5), now().plusMinutes(5));
    BlobContainerClient holder = holder("originals", sas);

    holder.getBlobClient("new").upload(BinaryData.fromString("one"));
    holder.getBlobClient("new").upload(BinaryData.fromString("two"), /* overwrite= */ true);

    assertThat(owner("originals").getBlobClient("new").downloadContent().toString())
        .isEqualTo("two");
    assertForbidden(() -> holder.getBlobClient("new").downloadContent());
    assertForbidden(() -> holder.getBlobClient("new").delete());
    assertForbidden(() -> holder.listBlobs().forEach(blob -> {}));
    assertForbidden(
        () -> holder("others", sas).getBlobClient("new").upload(BinaryData.fromString("x")));
  }

  @Test
  void rejectsAnExpiredAndATamperedToken() {
    owner("originals").createIfNotExists();
    String expired =
        azurite.containerSas("originals", "cw", now().minusMinutes(5), now().minusMinutes(1));
    String valid =
        azurite.containerSas("originals", "cw", now().minusMinutes(5), now().plusMinutes(5));

    assertForbidden(
        () -> holder("originals", expired).getBlobClient("b").upload(BinaryData.fromString("x")));
    assertForbidden(
        () ->
            holder("originals", valid.replace("sp=cw", "sp=rcw"))
                .getBlobClient("b")
                .upload(BinaryData.fromString("x")));
  }

  @Test
  void logsNoSignature() throws IOException {
    owner("originals").createIfNotExists();
    String sas =
        azurite.containerSas("originals", "cw", now().minusMinutes(5), now().plusMinutes(5));
    holder("originals", sas).getBlobClient("new").upload(BinaryData.fromString("one"));

    assertThat(Files.readString(data.resolve("azurite.log"))).doesNotContain("sig=");
  }

  @Test
  void endsWithTheProcessThatStartedIt(@TempDir Path other) throws Exception {
    Process parent =
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElseThrow(),
                "-cp",
                System.getProperty("java.class.path"),
                "-Dtwinlens.home=" + System.getProperty("twinlens.home"),
                "-Xmx64m",
                "-XX:TieredStopAtLevel=1",
                Parent.class.getName(),
                other.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try {
      assertThat(CompletableFuture.supplyAsync(() -> printsStarted(parent)))
          .as("the start of the emulator by a process that did not end before")
          .succeedsWithin(Duration.ofMinutes(2))
          .isEqualTo(true);
      ProcessHandle emulator = parent.children().findFirst().orElseThrow();
      assertThat(emulator.isAlive()).isTrue();

      parent.destroyForcibly();

      assertThat(emulator.onExit().get(20, TimeUnit.SECONDS).isAlive()).isFalse();
    } finally {
      parent.destroyForcibly();
    }
  }

  private static boolean printsStarted(Process parent) {
    return parent.inputReader().lines().anyMatch(line -> line.startsWith("started "));
  }

  /** Starts the emulator and runs until it is killed. */
  static final class Parent {
    public static void main(String[] arguments) throws InterruptedException {
      Azurite azurite = Azurite.start(Path.of(arguments[0]), 0, ACCOUNT, KEY);
      System.out.println("started " + azurite.blobEndpoint());
      Thread.sleep(Long.MAX_VALUE);
    }
  }

  /** Therefore {@link Azurite#containerSas} allows HTTP as well. */
  @Test
  void rejectsATokenForHttpsOnly() {
    owner("originals").createIfNotExists();
    String sas =
        owner("originals")
            .generateSas(
                new BlobServiceSasSignatureValues(
                        now().plusMinutes(5), BlobContainerSasPermission.parse("cw"))
                    .setProtocol(SasProtocol.HTTPS_ONLY));

    assertForbidden(
        () -> holder("originals", sas).getBlobClient("b").upload(BinaryData.fromString("x")));
  }

  @Test
  void reportsWhyItDoesNotStart(@TempDir Path other) throws IOException {
    try (ServerSocket taken = new ServerSocket(0)) {
      assertThatThrownBy(() -> Azurite.start(other, taken.getLocalPort(), ACCOUNT, KEY))
          .isInstanceOf(PortTakenException.class)
          .hasMessageContaining("ended at once")
          .hasMessageContaining("EADDRINUSE");
    }
  }

  private BlobContainerClient owner(String container) {
    return new BlobServiceClientBuilder()
        .connectionString(azurite.connectionString())
        .serviceVersion(Azurite.SERVICE_VERSION)
        .retryOptions(once())
        .buildClient()
        .getBlobContainerClient(container);
  }

  private BlobContainerClient holder(String container, String sas) {
    return new BlobContainerClientBuilder()
        .endpoint(azurite.blobEndpoint() + "/" + container)
        .sasToken(sas)
        .retryOptions(once())
        .buildClient();
  }

  private static RequestRetryOptions once() {
    return new RequestRetryOptions(RetryPolicyType.FIXED, 1, 10, 100L, 100L, null);
  }

  private static OffsetDateTime now() {
    return OffsetDateTime.now(ZoneOffset.UTC);
  }

  private static void assertForbidden(ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            BlobStorageException.class, e -> assertThat(e.getStatusCode()).isEqualTo(403));
  }
}
