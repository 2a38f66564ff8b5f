package dev.twinlens.local.deployment.cli;

import dev.twinlens.local.pulumi.DeploymentFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes the services' log to a file instead of the terminal. */
final class LogFile {
  private LogFile() {}

  /** Must be called before the first logger exists: logback.xml reads the property once. */
  static void open(Path file) {
    try {
      Files.createDirectories(file.getParent());
    } catch (IOException e) {
      throw new DeploymentFailure(
          "the data folder cannot be used: " + file.getParent() + ": " + e.getMessage(), e);
    }
    System.setProperty("twinlens.log", file.toString());
  }
}
