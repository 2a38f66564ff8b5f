package dev.twinlens.local.azure;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.azure.storage.blob.BlobContainerClientBuilder;
import com.azure.storage.blob.BlobServiceVersion;
import com.azure.storage.blob.sas.BlobContainerSasPermission;
import com.azure.storage.blob.sas.BlobServiceSasSignatureValues;
import com.azure.storage.common.sas.SasProtocol;
import dev.twinlens.local.support.CloseableStack;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One storage account of Azure Blob Storage on this machine: Microsoft's emulator as a child
 * process, with its data in a directory. The child ends with this process, even if that is killed.
 *
 * <p>The emulator is installed by the build of this module into {@code local/azure/azurite} of the
 * repository, whose root the system property {@code twinlens.home} names.
 */
public final class Azurite implements AutoCloseable {
  /** The newest protocol version that the emulator implements; it accepts newer ones as well. */
  public static final BlobServiceVersion SERVICE_VERSION = BlobServiceVersion.V2026_06_06;

  private static final Logger LOG = LoggerFactory.getLogger(Azurite.class);
  private static final Duration START_TIMEOUT = Duration.ofSeconds(60);
  private static final Duration STOP_TIMEOUT = Duration.ofSeconds(10);
  private static final Duration POLL_INTERVAL = Duration.ofMillis(25);
  private static final int LINES_SHOWN = 15;
  private static final Pattern LISTENING =
      Pattern.compile("successfully listens on http://[^:\\s]+:([0-9]+)");

  private final Process process;
  private final Thread closeOnExit = new Thread(this::stop, "azurite-stop");
  private final URI blobEndpoint;
  private final String accountName;
  private final String accountKey;

  private Azurite(Process process, int port, String accountName, String accountKey) {
    this.process = process;
    this.blobEndpoint = URI.create("http://127.0.0.1:" + port + "/" + accountName);
    this.accountName = accountName;
    this.accountKey = accountKey;
  }

  /**
   * Starts the emulator and waits until it is ready.
   *
   * @param dataDirectory for its data and its log ({@code azurite.log}); created if absent
   * @param port on 127.0.0.1; 0 for any free port
   * @param accountName 3 to 24 lower-case letters and digits
   * @param accountKeyBase64 the account's only key
   * @throws IllegalStateException with instructions when Node.js or the emulator is missing, or
   *     with the end of its log when it does not start
   */
  public static Azurite start(
      Path dataDirectory, int port, String accountName, String accountKeyBase64) {
    Path program = program();
    Path log = dataDirectory.resolve("azurite.log");
    try (CloseableStack onFailure = new CloseableStack()) {
      Files.createDirectories(dataDirectory);
      long logged = Files.exists(log) ? Files.size(log) : 0;
      Process process = launch(program, dataDirectory, port, accountName, accountKeyBase64, log);
      onFailure.add(process::destroyForcibly);
      Azurite azurite =
          new Azurite(process, await(process, log, logged), accountName, accountKeyBase64);
      Runtime.getRuntime().addShutdownHook(azurite.closeOnExit);
      LOG.info("Azure Blob Storage at {}", azurite.blobEndpoint);
      var unused = onFailure.release();
      return azurite;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while Azure Blob Storage was starting", e);
    }
  }

  private static Path program() {
    String home =
        Optional.ofNullable(System.getProperty("twinlens.home"))
            .orElseThrow(
                () ->
                    new IllegalStateException(
                        "the system property twinlens.home must name the repository's root"));
    Path directory = Path.of(home, "local", "azure", "azurite");
    if (!Files.exists(directory.resolve("node_modules").resolve("azurite"))) {
      throw new IllegalStateException(
          "Azurite is not installed in "
              + directory
              + ": build the project (mvn package) or run npm ci in that directory");
    }
    return directory.resolve("run.cjs");
  }

  private static Process launch(
      Path program, Path data, int port, String accountName, String accountKey, Path log) {
    ProcessBuilder builder =
        new ProcessBuilder(
            "node",
            program.toString(),
            "--blobHost",
            "127.0.0.1",
            "--blobPort",
            String.valueOf(port),
            "--location",
            data.toAbsolutePath().toString(),
            "--skipApiVersionCheck",
            "--disableTelemetry",
            // The access log would contain the signatures of requests.
            "--silent");
    builder.environment().put("AZURITE_ACCOUNTS", accountName + ":" + accountKey);
    builder
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    try {
      return builder.start();
    } catch (IOException e) {
      throw new IllegalStateException(
          "Azure Blob Storage needs Node.js, and node does not start ("
              + e.getMessage()
              + "). Install Node.js 20 or newer: https://nodejs.org, or apt install nodejs npm.",
          e);
    }
  }

  private static int await(Process process, Path log, long logged)
      throws IOException, InterruptedException {
    long deadline = System.nanoTime() + START_TIMEOUT.toNanos();
    while (System.nanoTime() < deadline) {
      boolean ended = process.waitFor(POLL_INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
      byte[] all = Files.readAllBytes(log);
      Matcher listening =
          LISTENING.matcher(new String(all, (int) logged, all.length - (int) logged, UTF_8));
      if (listening.find()) {
        return Integer.parseInt(listening.group(1));
      }
      if (ended) {
        throw failedStart("ended at once (status " + process.exitValue() + ")", log);
      }
    }
    throw failedStart("is not ready after " + START_TIMEOUT.toSeconds() + " s", log);
  }

  private static IllegalStateException failedStart(String problem, Path log) throws IOException {
    List<String> lines = new String(Files.readAllBytes(log), UTF_8).lines().toList();
    List<String> end = lines.subList(Math.max(0, lines.size() - LINES_SHOWN), lines.size());
    return new IllegalStateException(
        "Azure Blob Storage %s. The end of its log, %s:\n%s"
            .formatted(problem, log, String.join("\n", end)));
  }

  /** {@code http://127.0.0.1:PORT/ACCOUNT}, without a slash at the end. */
  public URI blobEndpoint() {
    return blobEndpoint;
  }

  /** The owner's credentials, in the form that Azure's SDKs and CLI accept. */
  public String connectionString() {
    return "DefaultEndpointsProtocol=http;AccountName="
        + accountName
        + ";AccountKey="
        + accountKey
        + ";BlobEndpoint="
        + blobEndpoint
        + ";";
  }

  /**
   * A service SAS for one container, signed with the account's key.
   *
   * <p>It allows HTTP in addition to HTTPS, unlike a token for Azure: this machine's endpoint has
   * no certificate.
   *
   * @param permissions Azure's letters, for example {@code cw}
   * @return the token, without a question mark
   */
  public String containerSas(
      String container, String permissions, OffsetDateTime start, OffsetDateTime expiry) {
    return new BlobContainerClientBuilder()
        .connectionString(connectionString())
        .containerName(container)
        .serviceVersion(SERVICE_VERSION)
        .buildClient()
        .generateSas(
            new BlobServiceSasSignatureValues(expiry, BlobContainerSasPermission.parse(permissions))
                .setStartTime(start)
                .setProtocol(SasProtocol.HTTPS_HTTP));
  }

  /** Waits until the emulator has written its data and ended. */
  @Override
  public void close() {
    try {
      Runtime.getRuntime().removeShutdownHook(closeOnExit);
    } catch (IllegalStateException e) {
      LOG.debug("the JVM is ending: its shutdown hook stops the emulator", e);
    }
    stop();
  }

  private void stop() {
    try {
      // The end of its standard input tells it to stop.
      process.getOutputStream().close();
      if (!process.waitFor(STOP_TIMEOUT.toSeconds(), TimeUnit.SECONDS)) {
        LOG.warn("Azure Blob Storage did not stop; it was killed");
        process.destroyForcibly();
      }
    } catch (IOException e) {
      LOG.warn("Azure Blob Storage could not be told to stop; it was killed", e);
      process.destroyForcibly();
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
