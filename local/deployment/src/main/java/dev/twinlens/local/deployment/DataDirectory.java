package dev.twinlens.local.deployment;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.twinlens.local.deployment.resources.InputWithoutEffect;
import dev.twinlens.local.pulumi.DeploymentFailure;
import dev.twinlens.local.pulumi.Registrations;
import dev.twinlens.local.pulumi.export.StackExport;
import dev.twinlens.local.support.AtomicFiles;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The folder of one deployment, locked while it runs.
 *
 * <p>{@code outputs.json} (the stack's outputs) and {@code environment.json} (an administrator's
 * shell variables) exist from the moment when everything is ready until it stops; {@code
 * inputs-without-effect.json}, {@code registrations.json} and {@code stack-export.json} (what is
 * deployed) stay. They are readable by their owner alone.
 */
public final class DataDirectory implements AutoCloseable {
  /** The folder of a deployment that Pulumi's CLI makes. */
  static final String CLI_FOLDER = "pulumi";

  private static final String OUTPUTS = "outputs.json";
  private static final String ENVIRONMENT = "environment.json";
  private static final String INPUTS_WITHOUT_EFFECT = "inputs-without-effect.json";
  private static final String REGISTRATIONS = "registrations.json";
  private static final String EXPORT = "stack-export.json";
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  private final Path path;
  private final FileChannel lock;

  private DataDirectory(Path path, FileChannel lock) {
    this.path = path;
    this.lock = lock;
  }

  /**
   * Locks the folder for one running deployment and removes what the last one published.
   *
   * @throws DeploymentFailure when another deployment runs there, or the folder cannot be written
   */
  static DataDirectory lock(Path path) {
    try {
      Files.createDirectories(path);
      FileChannel lock =
          tryLock(path)
              .orElseThrow(
                  () ->
                      new DeploymentFailure(
                          "a deployment is already running in %s; stop it, or use another --data folder"
                              .formatted(path)));
      withdraw(path);
      Files.deleteIfExists(path.resolve(INPUTS_WITHOUT_EFFECT));
      return new DataDirectory(path, lock);
    } catch (IOException e) {
      throw new DeploymentFailure(
          "the data folder %s cannot be used: %s".formatted(path, e.getMessage()), e);
    }
  }

  /**
   * The administrator's shell variables of the deployment that runs in this folder.
   *
   * @throws DeploymentFailure when none does
   */
  public static Map<String, String> environmentOf(Path path) {
    Path environment = path.resolve(ENVIRONMENT);
    if (!Files.isRegularFile(environment) || !isLocked(path)) {
      throw new DeploymentFailure(
          "no deployment is running in %s; start one with ./twinlens up".formatted(path));
    }
    return read(environment, new TypeReference<Map<String, String>>() {});
  }

  /** What the last deployment in this folder accepted without effect; empty when none was ready. */
  public static List<InputWithoutEffect> inputsWithoutEffectOf(Path path) {
    Path inputs = path.resolve(INPUTS_WITHOUT_EFFECT);
    return Files.isRegularFile(inputs)
        ? read(inputs, new TypeReference<List<InputWithoutEffect>>() {})
        : List.of();
  }

  /**
   * What the built-in engine has deployed from this folder; empty when it has not.
   *
   * @throws DeploymentFailure when Pulumi's CLI has
   */
  public static StackExport exportOf(Path path) {
    if (Files.exists(path.resolve(CLI_FOLDER))) {
      throw new DeploymentFailure(
          "what runs in %s was deployed by Pulumi's CLI. Run pulumi stack export --file FILE, and preview --against FILE"
              .formatted(path));
    }
    Path export = path.resolve(EXPORT);
    return Files.isRegularFile(export) ? StackExport.read(export) : StackExport.empty();
  }

  void keep(StackExport export) {
    export.write(path.resolve(EXPORT));
  }

  private static <T> T read(Path file, TypeReference<T> type) {
    try {
      return JSON.readValue(file.toFile(), type);
    } catch (IOException e) {
      throw new DeploymentFailure("cannot read %s: %s".formatted(file, e.getMessage()), e);
    }
  }

  Path path() {
    return path;
  }

  Path log(String name) {
    return path.resolve("logs").resolve(name);
  }

  /** The outputs are written last: when that file exists, everything else does. */
  void publish(
      Map<String, Object> outputs,
      Map<String, String> environment,
      List<InputWithoutEffect> inputsWithoutEffect) {
    try {
      update(environment, inputsWithoutEffect);
      write(OUTPUTS, outputs);
    } catch (IOException e) {
      throw new DeploymentFailure("cannot write to %s: %s".formatted(path, e.getMessage()), e);
    }
  }

  /** Replaces what changes of resources change. */
  void update(Map<String, String> environment, List<InputWithoutEffect> inputsWithoutEffect) {
    try {
      write(INPUTS_WITHOUT_EFFECT, inputsWithoutEffect);
      write(ENVIRONMENT, environment);
    } catch (IOException e) {
      throw new DeploymentFailure("cannot write to %s: %s".formatted(path, e.getMessage()), e);
    }
  }

  /** Writes what the program has registered, for comparison; it stays after a stop. */
  void record(Registrations registrations) {
    try {
      AtomicFiles.write(path.resolve(REGISTRATIONS), registrations.toJson());
    } catch (IOException e) {
      throw new DeploymentFailure("cannot write to %s: %s".formatted(path, e.getMessage()), e);
    }
  }

  private void write(String name, Object content) throws IOException {
    AtomicFiles.write(path.resolve(name), JSON.writeValueAsBytes(content));
  }

  /** Unlocks the folder. The published addresses are no longer served. */
  @Override
  public void close() {
    try {
      withdraw(path);
      lock.close();
    } catch (IOException e) {
      throw new DeploymentFailure("cannot unlock %s: %s".formatted(path, e.getMessage()), e);
    }
  }

  private static void withdraw(Path path) throws IOException {
    Files.deleteIfExists(path.resolve(OUTPUTS));
    Files.deleteIfExists(path.resolve(ENVIRONMENT));
  }

  private static boolean isLocked(Path path) {
    try {
      Optional<FileChannel> lock = tryLock(path);
      if (lock.isPresent()) {
        lock.get().close();
      }
      return lock.isEmpty();
    } catch (IOException e) {
      throw new DeploymentFailure("cannot lock %s: %s".formatted(path, e.getMessage()), e);
    }
  }

  /** The locked file; empty when another deployment holds the lock. */
  private static Optional<FileChannel> tryLock(Path path) throws IOException {
    FileChannel file =
        FileChannel.open(path.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      if (file.tryLock() != null) {
        return Optional.of(file);
      }
    } catch (OverlappingFileLockException e) {
      // This process holds it: the same as another.
    }
    file.close();
    return Optional.empty();
  }
}
