package dev.twinlens.local.deployment;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.twinlens.local.deployment.stack.StackConfiguration;
import dev.twinlens.local.pulumi.DeploymentFailure;
import dev.twinlens.local.support.AtomicFiles;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * The installed Pulumi CLI, with the state, the stack's file and the passphrase in a folder of the
 * deployment: nothing in the repository or in the person's home changes.
 *
 * @param programDirectory the folder of {@code Pulumi.yaml}
 * @param folder keeps what the CLI needs from one run to the next
 * @param stack the stack's name
 * @param plugins the packages and ports of the provider plugins, as {@code PULUMI_DEBUG_PROVIDERS}
 */
record PulumiCli(Path programDirectory, Path folder, String stack, String plugins) {
  private static final JsonMapper JSON = new JsonMapper();
  private static final String MISSING =
      "no pulumi is on the path. Install the Pulumi CLI (https://www.pulumi.com/docs/install/; macOS: brew install pulumi), or omit --engine pulumi";

  /** The variables with which a shell's {@code pulumi} uses this deployment. */
  Map<String, String> environment() {
    Map<String, String> environment = new LinkedHashMap<>();
    environment.put("PULUMI_BACKEND_URL", folder.resolve("state").toUri().toString());
    environment.put("PULUMI_CONFIG_PASSPHRASE_FILE", passphraseFile().toString());
    environment.put("PULUMI_HOME", folder.resolve("home").toString());
    environment.put("PULUMI_STACK", stack);
    environment.put("PULUMI_DEBUG_PROVIDERS", plugins);
    environment.put("PULUMI_SKIP_UPDATE_CHECK", "true");
    return environment;
  }

  /** The stack's configuration: a copy that the CLI may rewrite. */
  Path configFile() {
    return project().resolve("Pulumi." + stack + ".yaml");
  }

  /** Writes what the CLI needs; keeps what is there. */
  void prepare() {
    try {
      Files.createDirectories(folder.resolve("state"));
      Files.createDirectories(project());
      if (!Files.exists(passphraseFile())) {
        AtomicFiles.write(passphraseFile(), UUID.randomUUID().toString());
      }
      if (!Files.exists(configFile())) {
        String name = configFile().getFileName().toString();
        AtomicFiles.write(configFile(), Files.readAllBytes(programDirectory.resolve(name)));
      }
      AtomicFiles.write(
          project().resolve("Pulumi.yaml"),
          Files.readAllBytes(programDirectory.resolve("Pulumi.yaml")));
    } catch (IOException e) {
      throw new DeploymentFailure("cannot write to %s: %s".formatted(folder, e.getMessage()), e);
    }
  }

  /**
   * Runs {@code pulumi up}, with its output on this process' output.
   *
   * @return the stack's outputs
   * @throws DeploymentFailure when it fails
   */
  Map<String, Object> up(StackConfiguration configuration) throws InterruptedException {
    run(project(), "stack", "select", "--create", stack);
    for (String key : configuration.placeholders()) {
      String kind = configuration.secretKeys().contains(key) ? "--secret" : "--plaintext";
      run(project(), "config", "set", kind, key, configuration.require(key));
    }
    run(
        programDirectory,
        "up",
        "--yes",
        "--skip-preview",
        "--non-interactive",
        "--suppress-outputs",
        "--config-file",
        configFile().toString());
    return outputs();
  }

  private Map<String, Object> outputs() throws InterruptedException {
    try {
      Process process =
          builder(programDirectory, "stack", "output", "--json")
              .redirectOutput(ProcessBuilder.Redirect.PIPE)
              .start();
      byte[] json = process.getInputStream().readAllBytes();
      if (process.waitFor() != 0) {
        throw new DeploymentFailure("pulumi stack output failed");
      }
      return JSON.readValue(json, new TypeReference<LinkedHashMap<String, Object>>() {});
    } catch (IOException e) {
      throw new DeploymentFailure("pulumi stack output failed: " + e.getMessage(), e);
    }
  }

  private void run(Path directory, String... arguments) throws InterruptedException {
    Process process;
    try {
      process = builder(directory, arguments).start();
    } catch (IOException e) {
      throw new DeploymentFailure("pulumi did not start: " + e.getMessage(), e);
    }
    try {
      int code = process.waitFor();
      if (code != 0) {
        throw new DeploymentFailure(
            "pulumi %s ended with code %d; its output is above"
                .formatted(String.join(" ", arguments), code));
      }
    } finally {
      process.destroy();
    }
  }

  private ProcessBuilder builder(Path directory, String... arguments) {
    List<String> command = new ArrayList<>(List.of("pulumi"));
    command.addAll(Arrays.asList(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile()).inheritIO();
    Map<String, String> variables = builder.environment();
    variables.putAll(environment());
    // The CLI runs the program with the java that it finds first.
    variables.merge(
        "PATH",
        Path.of(System.getProperty("java.home"), "bin").toString(),
        (path, java) -> java + File.pathSeparator + path);
    return builder;
  }

  /**
   * Fails before anything is started.
   *
   * @throws DeploymentFailure when there is no CLI; the message says what to install
   */
  static void requireInstalled() {
    boolean installed =
        Pattern.compile(File.pathSeparator, Pattern.LITERAL)
            .splitAsStream(System.getenv().getOrDefault("PATH", ""))
            .anyMatch(entry -> Files.isExecutable(Path.of(entry, "pulumi")));
    if (!installed) {
      throw new DeploymentFailure(MISSING);
    }
  }

  private Path project() {
    return folder.resolve("project");
  }

  private Path passphraseFile() {
    return folder.resolve("passphrase");
  }
}
