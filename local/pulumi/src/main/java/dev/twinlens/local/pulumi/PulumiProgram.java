package dev.twinlens.local.pulumi;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Runs a compiled Pulumi Java program as its own process against an engine, the way the Pulumi CLI
 * does with {@code runtime.options.binary}.
 *
 * @param jar the program, with its libraries named in its manifest
 * @param workingDirectory where relative asset paths start: the folder of {@code Pulumi.yaml}
 * @param log receives what the program prints
 */
public record PulumiProgram(Path jar, Path workingDirectory, Path log) {
  /**
   * The configuration in the program's environment.
   *
   * @param configJson an object of fully qualified keys ({@code project:key}) and their values as
   *     strings; lists and objects are JSON within the string
   * @param secretKeysJson an array of those keys whose values are secret
   */
  public record Configuration(
      String project, String stack, String configJson, String secretKeysJson) {}

  /**
   * Waits until the program ends.
   *
   * @return its exit code: 0, or 32 when a resource failed, as Pulumi's SDK defines it
   */
  public int run(String engineAddress, Configuration configuration) throws InterruptedException {
    return run(engineAddress, configuration, /* isPreview= */ false);
  }

  /** As {@link #run}, with an engine that creates nothing: values may be unknown. */
  public int preview(String engineAddress, Configuration configuration)
      throws InterruptedException {
    return run(engineAddress, configuration, /* isPreview= */ true);
  }

  private int run(String engineAddress, Configuration configuration, boolean isPreview)
      throws InterruptedException {
    if (!Files.isRegularFile(jar)) {
      throw new DeploymentFailure(
          "the Pulumi program %s is missing: build it with mvn package".formatted(jar));
    }
    Process process;
    try {
      Files.createDirectories(log.toAbsolutePath().getParent());
      ProcessBuilder builder =
          new ProcessBuilder(command())
              .directory(workingDirectory.toFile())
              .redirectErrorStream(true)
              .redirectOutput(log.toFile());
      Map<String, String> environment = builder.environment();
      environment.keySet().removeIf(name -> name.startsWith("PULUMI_"));
      environment.put("PULUMI_MONITOR", engineAddress);
      environment.put("PULUMI_ENGINE", engineAddress);
      environment.put("PULUMI_PROJECT", configuration.project());
      environment.put("PULUMI_STACK", configuration.stack());
      environment.put("PULUMI_ORGANIZATION", "organization");
      environment.put("PULUMI_DRY_RUN", String.valueOf(isPreview));
      environment.put("PULUMI_CONFIG", configuration.configJson());
      environment.put("PULUMI_CONFIG_SECRET_KEYS", configuration.secretKeysJson());
      process = builder.start();
      process.getOutputStream().close();
    } catch (IOException e) {
      throw new DeploymentFailure("the Pulumi program did not start: " + e.getMessage(), e);
    }
    try {
      return process.waitFor();
    } finally {
      stop(process);
    }
  }

  private List<String> command() {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    // A short run: the first compiler tier and the plainest collector start fastest.
    command.add("-XX:TieredStopAtLevel=1");
    command.add("-XX:+UseSerialGC");
    // Pulumi's SDK uses native code and sun.misc.Unsafe: without warnings, as in the launcher.
    command.add("--enable-native-access=ALL-UNNAMED");
    command.add("-Dsun.misc.unsafe.memory.access=allow");
    command.add("-jar");
    command.add(jar.toAbsolutePath().toString());
    return command;
  }

  private static void stop(Process process) throws InterruptedException {
    if (process.isAlive()) {
      process.destroy();
      if (!process.waitFor(5, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    }
  }
}
