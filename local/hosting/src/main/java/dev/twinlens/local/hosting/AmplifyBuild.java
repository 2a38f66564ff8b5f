package dev.twinlens.local.hosting;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Runs the commands of a build specification in a copy of the repository, as Amplify does in a
 * clone.
 */
final class AmplifyBuild {
  private static final long LIMIT_MINUTES = 10;
  private static final int OUTPUT_SHOWN = 4_000;

  /**
   * All commands run in one shell, so that a {@code cd} or an {@code export} affects the next
   * command, as in Amplify. The first command that fails ends the build.
   */
  private static final String RUN_ALL =
      """
      for command do
        printf '# %s\\n' "$command"
        eval "$command" || {
          status=$?
          printf 'exit status %s\\n' "$status"
          exit "$status"
        }
      done
      """;

  /** The build gets these variables of this machine, and those that the app declares. */
  private static final List<String> FROM_MACHINE = List.of("PATH", "HOME", "LANG", "TMPDIR");

  private AmplifyBuild() {}

  /**
   * @throws HostingException when a command fails, with what the build printed
   */
  static void run(Path directory, List<String> commands, Map<String, String> environment) {
    if (commands.isEmpty()) {
      return;
    }
    List<String> line = new ArrayList<>(List.of("sh", "-c", RUN_ALL, "build"));
    line.addAll(commands);
    Path log = directory.resolveSibling(directory.getFileName() + ".log");
    ProcessBuilder builder =
        new ProcessBuilder(line)
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
            .redirectOutput(log.toFile());
    builder.environment().keySet().retainAll(FROM_MACHINE);
    builder.environment().putAll(environment);
    try {
      Process process = builder.start();
      if (!process.waitFor(LIMIT_MINUTES, TimeUnit.MINUTES)) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        throw new HostingException(
            "The website's build did not finish within %d minutes. Its output:%n%s"
                .formatted(LIMIT_MINUTES, tail(log)));
      }
      if (process.exitValue() != 0) {
        throw new HostingException(
            "The website's build failed. Correct the buildSpec or the command that failed. Its output:%n%s"
                .formatted(tail(log)));
      }
    } catch (IOException e) {
      throw new HostingException("The website's build could not be started: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new HostingException("The website's build was interrupted", e);
    }
  }

  private static String tail(Path log) throws IOException {
    String output = new String(Files.readAllBytes(log), StandardCharsets.UTF_8).strip();
    return output.length() <= OUTPUT_SHOWN
        ? output
        : "…" + output.substring(output.length() - OUTPUT_SHOWN);
  }
}
