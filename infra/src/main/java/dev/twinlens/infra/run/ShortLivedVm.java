package dev.twinlens.infra.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The virtual machine for a run of a few seconds. The Pulumi CLI starts {@code java -jar infra.jar}
 * and takes no options for it, and a virtual machine cannot change them. With the default ones, it
 * spends more processor time on optimising the program than the program takes.
 */
public final class ShortLivedVm {
  /** The first compiler tier, and the collector that starts fastest. */
  private static final List<String> OPTIONS =
      List.of(
          "-XX:TieredStopAtLevel=1",
          "-XX:+UseSerialGC",
          // Pulumi's SDK uses native code: without warnings beside each deployment.
          "--enable-native-access=ALL-UNNAMED",
          "-Dsun.misc.unsafe.memory.access=allow");

  private ShortLivedVm() {}

  /**
   * Runs the program in such a virtual machine, as a process that ends with this one, unless this
   * one was started with options: those of a debugger, or of a local deployment.
   *
   * @return the program's exit code; empty if it is to run in this virtual machine
   */
  public static Optional<Integer> run() {
    var process = ProcessHandle.current().info();
    return command(process.command(), process.arguments()).map(ShortLivedVm::run);
  }

  /** Empty where the system does not tell how this process was started. */
  static Optional<List<String>> command(Optional<String> java, Optional<String[]> arguments) {
    if (java.isEmpty() || arguments.isEmpty() || !arguments.get()[0].equals("-jar")) {
      return Optional.empty();
    }
    var command = new ArrayList<String>();
    command.add(java.get());
    command.addAll(OPTIONS);
    command.addAll(Arrays.asList(arguments.get()));
    return Optional.of(command);
  }

  private static int run(List<String> command) {
    try {
      var program = new ProcessBuilder(command).inheritIO().start();
      Runtime.getRuntime().addShutdownHook(new Thread(program::destroy));
      return program.waitFor();
    } catch (IOException notStarted) {
      throw new UncheckedIOException("cannot start " + command.get(0), notStarted);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(interrupted);
    }
  }
}
