package dev.twinlens.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** {@code ./twinlens} with a command and its options, in its own process. */
final class LocalCommand {
  private final Process process;
  private final Path output;

  private LocalCommand(Process process, Path output) {
    this.process = process;
    this.output = output;
  }

  /** A command of the local deployment. */
  static LocalCommand start(String... arguments) {
    return start("local/deployment/target/local-deployment.jar", List.of(arguments));
  }

  /** An operator's command. */
  static LocalCommand startOperation(String... arguments) {
    return start("operations/target/operations.jar", List.of(arguments));
  }

  private static LocalCommand start(String jar, List<String> arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Xmx512m");
    command.add("-XX:+UseSerialGC");
    command.add("-XX:TieredStopAtLevel=1");
    command.add("-Dfile.encoding=UTF-8");
    command.add("-Dtwinlens.home=" + Stack.HOME);
    command.add("-jar");
    command.add(Stack.HOME.resolve(jar).toString());
    command.addAll(arguments);
    try {
      Path output = Files.createTempFile("twinlens-", ".log");
      output.toFile().deleteOnExit();
      return new LocalCommand(
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(output.toFile())
              .start(),
          output);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Process process() {
    return process;
  }

  /** The exit status, once the process has ended. */
  int exitValue() {
    try {
      if (!process.waitFor(Stack.PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
        throw new AssertionError("the command has not ended: " + output());
      }
      return process.exitValue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** What the process has printed so far. */
  String output() {
    try {
      return Files.readString(output);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
