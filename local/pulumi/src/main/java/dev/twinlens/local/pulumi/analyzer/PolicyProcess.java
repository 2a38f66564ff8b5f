package dev.twinlens.local.pulumi.analyzer;

import dev.twinlens.local.pulumi.DeploymentFailure;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The process of a policy pack, started as Pulumi's language host for Node.js starts it. */
final class PolicyProcess implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(PolicyProcess.class);
  private static final Path RUNNER =
      Path.of("node_modules", "@pulumi", "pulumi", "cmd", "run-policy-pack");
  private static final Pattern NODE_RUNTIME =
      Pattern.compile("^runtime:\\s*(name:\\s*)?[\"']?nodejs\\b", Pattern.MULTILINE);
  private static final Pattern ERROR_LINE = Pattern.compile("\\w*Error: .*");

  /** Standard input ends with this process, even if that is killed. */
  private static final String END_WITH_PARENT =
      "data:text/javascript,process.stdin.on('end',()=>process.exit()).unref().resume()";

  private static final Duration STOP_TIMEOUT = Duration.ofSeconds(5);

  private final Path folder;
  private final Path log;
  private final Process process;
  private final int port;

  private PolicyProcess(Path folder, Path log, Process process, Duration timeout) {
    this.folder = folder;
    this.log = log;
    this.process = process;
    BufferedReader output = process.inputReader(StandardCharsets.UTF_8);
    this.port = port(output, timeout);
    Thread.ofPlatform().daemon().name("policy-pack-output").start(() -> drain(output));
  }

  /** Starts it and waits until it listens. */
  static PolicyProcess start(Path folder, Path log, Duration timeout) {
    requireInstalled(folder);
    Process process = launch(folder, log);
    try {
      return new PolicyProcess(folder, log, process, timeout);
    } catch (RuntimeException e) {
      stop(process);
      throw e;
    }
  }

  static void requireInstalled(Path folder) {
    Path project = folder.resolve("PulumiPolicy.yaml");
    if (!Files.isRegularFile(project)) {
      throw new DeploymentFailure(
          Files.isDirectory(folder)
              ? "%s is not a policy pack: it has no PulumiPolicy.yaml".formatted(folder)
              : "there is no folder %s with a policy pack".formatted(folder));
    }
    try {
      if (!NODE_RUNTIME.matcher(Files.readString(project)).find()) {
        throw new DeploymentFailure(
            "%s has another runtime than nodejs; only policy packs for Node.js run here"
                .formatted(project));
      }
    } catch (IOException e) {
      throw new DeploymentFailure("cannot read %s: %s".formatted(project, e.getMessage()), e);
    }
    if (!Files.exists(folder.resolve(RUNNER))) {
      String command = Files.exists(folder.resolve("package-lock.json")) ? "ci" : "install";
      throw new DeploymentFailure(
          "the policy pack's packages are not installed; run npm %s --omit=dev --prefix %s"
              .formatted(command, folder));
    }
  }

  private static Process launch(Path folder, Path log) {
    try {
      Files.createDirectories(log.toAbsolutePath().getParent());
      Files.deleteIfExists(log);
      // The pack asks nothing of an engine, whose address is the first argument.
      return new ProcessBuilder(
              "node", "--import", END_WITH_PARENT, RUNNER.toString(), "127.0.0.1:0", ".")
          .directory(folder.toFile())
          .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()))
          .start();
    } catch (IOException e) {
      throw new DeploymentFailure(
          "a policy pack needs Node.js, and node does not start (%s); install Node.js 20 or newer"
              .formatted(e.getMessage()),
          e);
    }
  }

  /** The first line of its standard output. */
  private int port(BufferedReader output, Duration timeout) {
    CompletableFuture<Boolean> deadline =
        new CompletableFuture<Boolean>()
            .completeOnTimeout(true, timeout.toMillis(), TimeUnit.MILLISECONDS);
    CompletableFuture<Void> killing = deadline.thenRun(process::destroyForcibly);
    try {
      String line = output.readLine();
      if (line != null && line.matches("[0-9]{1,5}")) {
        return Integer.parseInt(line);
      }
      if (line != null) {
        throw failure(
            "printed \"%s\" in place of its port; it must print nothing while it starts"
                .formatted(line));
      }
      throw failure(
          deadline.isDone()
              ? "did not start within %d s".formatted(timeout.toSeconds())
              : "did not start: " + error());
    } catch (IOException e) {
      throw failure("did not start: " + e.getMessage(), e);
    } finally {
      killing.cancel(/* mayInterruptIfRunning= */ false);
    }
  }

  /** The first line of the log that names an error. */
  private String error() throws IOException {
    process.onExit().join();
    try (var lines = Files.lines(log)) {
      return lines
          .map(String::strip)
          .filter(line -> ERROR_LINE.matcher(line).matches())
          .findFirst()
          .orElseGet(() -> "it ended with code " + process.exitValue());
    }
  }

  /** A full pipe would stop the pack. */
  private void drain(BufferedReader output) {
    try (output;
        var writer =
            Files.newBufferedWriter(log, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
      output.transferTo(writer);
    } catch (IOException e) {
      LOG.warn("the policy pack's output was not kept", e);
    }
  }

  int port() {
    return port;
  }

  /** What a person reads of a failure of the pack. */
  DeploymentFailure failure(String problem, Throwable cause) {
    return new DeploymentFailure(sentence(problem), cause);
  }

  private DeploymentFailure failure(String problem) {
    return new DeploymentFailure(sentence(problem));
  }

  private String sentence(String problem) {
    return "the policy pack in %s %s; what it printed is in %s".formatted(folder, problem, log);
  }

  @Override
  public void close() {
    stop(process);
  }

  private static void stop(Process process) {
    process.destroy();
    try {
      if (!process.waitFor(STOP_TIMEOUT.toSeconds(), TimeUnit.SECONDS)) {
        LOG.warn("the policy pack did not stop and was killed");
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
