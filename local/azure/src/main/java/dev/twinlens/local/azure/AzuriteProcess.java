package dev.twinlens.local.azure;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One process of the emulator. It ends with this process, even if that is killed. */
final class AzuriteProcess implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(AzuriteProcess.class);
  private static final Duration START_TIMEOUT = Duration.ofSeconds(60);
  private static final Duration STOP_TIMEOUT = Duration.ofSeconds(10);
  private static final Duration POLL_INTERVAL = Duration.ofMillis(25);
  private static final int LINES_SHOWN = 15;
  private static final Pattern LISTENING =
      Pattern.compile("successfully listens on http://[^:\\s]+:([0-9]+)");

  private final Process process;
  private final int port;

  private AzuriteProcess(Process process, int port) {
    this.process = process;
    this.port = port;
  }

  /**
   * Starts the emulator and waits until it is ready; the parameters are those of {@link Azurite}.
   *
   * @throws IllegalStateException as in {@link Azurite#start}
   */
  static AzuriteProcess start(
      Path dataDirectory, int port, String accountName, String accountKeyBase64)
      throws IOException, InterruptedException {
    Path program = program();
    Path log = dataDirectory.resolve("azurite.log");
    Files.createDirectories(dataDirectory);
    long logged = Files.exists(log) ? Files.size(log) : 0;
    Process process = launch(program, dataDirectory, port, accountName, accountKeyBase64, log);
    boolean ready = false;
    try {
      AzuriteProcess started = new AzuriteProcess(process, await(process, log, logged));
      ready = true;
      return started;
    } finally {
      if (!ready) {
        process.destroyForcibly();
      }
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
    List<String> shown = lines.subList(Math.max(0, lines.size() - LINES_SHOWN), lines.size());
    String end = String.join("\n", shown);
    String message =
        "Azure Blob Storage %s. The end of its log, %s:\n%s".formatted(problem, log, end);
    return end.contains("EADDRINUSE")
        ? new PortTakenException(message)
        : new IllegalStateException(message);
  }

  /** The port on which it listens. */
  int port() {
    return port;
  }

  /** Completes with its status when it ends, for whatever reason. */
  CompletableFuture<Integer> onExit() {
    return process.onExit().thenApply(Process::exitValue);
  }

  /** Waits until it has stored its data and ended. */
  @Override
  public void close() {
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
