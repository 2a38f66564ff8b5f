package dev.twinlens.local.deployment.cli;

import dev.twinlens.local.pulumi.DeploymentFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Sends the services' log to a file; the terminal belongs to the person. */
final class LogFile {
  private LogFile() {}

  /** To be called before the first logger is made: logback.xml reads the property once. */
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
