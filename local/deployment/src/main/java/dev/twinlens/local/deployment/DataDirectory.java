package dev.twinlens.local.deployment;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.twinlens.local.deployment.resources.OwnerOnly;
import dev.twinlens.local.pulumi.DeploymentFailure;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Map;

/**
 * The folder of one deployment, locked while it runs.
 *
 * <p>{@code outputs.json} (the stack's outputs) and {@code environment.json} (an administrator's
 * shell variables, readable by the owner alone) are there from the moment that everything is ready
 * until it stops.
 */
public final class DataDirectory implements AutoCloseable {
  private static final String OUTPUTS = "outputs.json";
  private static final String ENVIRONMENT = "environment.json";
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  private final Path path;
  private final FileChannel lockFile;

  private DataDirectory(Path path, FileChannel lockFile) {
    this.path = path;
    this.lockFile = lockFile;
  }

  /**
   * Takes the folder for one running deployment and forgets what the last one published.
   *
   * @throws DeploymentFailure when another deployment runs there, or the folder cannot be written
   */
  static DataDirectory lock(Path path) {
    try {
      Files.createDirectories(path);
      FileChannel file = tryLock(path);
      if (file == null) {
        throw new DeploymentFailure(
            "a deployment is already running in %s: stop it, or choose another --data folder"
                .formatted(path));
      }
      withdraw(path);
      return new DataDirectory(path, file);
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
    try {
      if (!Files.isRegularFile(environment) || !isLocked(path)) {
        throw new DeploymentFailure(
            "no deployment is running in %s: start one with ./twinlens up".formatted(path));
      }
      return JSON.readValue(environment.toFile(), new TypeReference<Map<String, String>>() {});
    } catch (IOException e) {
      throw new DeploymentFailure("cannot read %s: %s".formatted(environment, e.getMessage()), e);
    }
  }

  Path path() {
    return path;
  }

  Path log(String name) {
    return path.resolve("logs").resolve(name);
  }

  /** The outputs come last: whoever waits for that file finds everything else in place. */
  void publish(Map<String, Object> outputs, Map<String, String> environment) {
    try {
      OwnerOnly.write(path.resolve(ENVIRONMENT), JSON.writeValueAsBytes(environment));
      Path newFile = path.resolve(OUTPUTS + ".new");
      Files.write(newFile, JSON.writeValueAsBytes(outputs));
      Files.move(
          newFile,
          path.resolve(OUTPUTS),
          StandardCopyOption.ATOMIC_MOVE,
          StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new DeploymentFailure("cannot write to " + path + ": " + e.getMessage(), e);
    }
  }

  /** Gives the folder back. What was published names addresses that nobody serves any more. */
  @Override
  public void close() {
    try {
      withdraw(path);
      lockFile.close();
    } catch (IOException e) {
      throw new DeploymentFailure("cannot unlock " + path + ": " + e.getMessage(), e);
    }
  }

  private static void withdraw(Path path) throws IOException {
    Files.deleteIfExists(path.resolve(OUTPUTS));
    Files.deleteIfExists(path.resolve(ENVIRONMENT));
  }

  private static boolean isLocked(Path path) throws IOException {
    try (FileChannel file = tryLock(path)) {
      return file == null;
    }
  }

  /** The locked file, or null when another holds it. */
  private static FileChannel tryLock(Path path) throws IOException {
    FileChannel file =
        FileChannel.open(path.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      FileLock lock = file.tryLock();
      if (lock != null) {
        return file;
      }
    } catch (OverlappingFileLockException e) {
      // Held by this very process: as good as held by another.
    }
    file.close();
    return null;
  }
}
