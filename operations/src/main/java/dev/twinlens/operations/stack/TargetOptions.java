package dev.twinlens.operations.stack;

import dev.twinlens.operations.OperationFailure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The options that choose the stack. */
public final class TargetOptions {
  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = {
        "The folder of a deployment that runs on this machine (default: .twinlens).",
        "Its keys for both clouds are used."
      })
  private Optional<Path> data = Optional.empty();

  @Option(
      names = "--outputs",
      paramLabel = "FILE",
      description = {
        "The output of pulumi stack output --json, for a stack in the cloud; - reads standard input.",
        "AWS's keys come from where its command line takes them (environment, profile, role). Azure's",
        "come from AZURE_STORAGE_CONNECTION_STRING, or from AZURE_STORAGE_SAS_TOKEN: a signature for",
        "the container."
      })
  private Optional<String> outputs = Optional.empty();

  /**
   * The clients of the chosen stack.
   *
   * @throws OperationFailure when there is no such stack, or no key for it
   */
  public StackTarget open() {
    if (outputs.isPresent()) {
      if (data.isPresent()) {
        throw new OperationFailure("Give either --data or --outputs, not both.");
      }
      return StackTarget.cloud(readOutputs(outputs.get()), System.getenv());
    }
    return local(data.orElse(Path.of(".twinlens")).toAbsolutePath().normalize());
  }

  private static StackOutputs readOutputs(String file) {
    try {
      return file.equals("-")
          ? StackOutputs.read(
              new String(System.in.readAllBytes(), StandardCharsets.UTF_8), "Standard input")
          : StackOutputs.read(Files.readString(Path.of(file)), file);
    } catch (IOException e) {
      throw new OperationFailure(
          "The outputs cannot be read from " + file + ": " + e.getMessage() + ".", e);
    }
  }

  /** The files that a running deployment has in its folder. */
  private static StackTarget local(Path folder) {
    Path outputs = folder.resolve("outputs.json");
    Path environment = folder.resolve("environment.json");
    if (!Files.isRegularFile(outputs) || !Files.isRegularFile(environment)) {
      throw new OperationFailure(
          "No deployment is running in "
              + folder
              + ". Start one with ./twinlens up, or name a stack in the cloud with --outputs.");
    }
    try {
      return StackTarget.local(
          StackOutputs.read(Files.readString(outputs), outputs.toString()),
          StackOutputs.texts(Files.readString(environment), environment.toString()));
    } catch (IOException e) {
      throw new OperationFailure(folder + " cannot be read: " + e.getMessage() + ".", e);
    }
  }
}
