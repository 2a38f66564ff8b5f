package dev.twinlens.local.deployment.cli;

import dev.twinlens.local.deployment.AccessFile;
import dev.twinlens.local.deployment.DataDirectory;
import dev.twinlens.local.pulumi.DeploymentFailure;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code twinlens access}: what was granted, used and denied, and which inputs have no effect. */
@Command(
    name = "access",
    mixinStandardHelpOptions = true,
    description = {
      "Show each role's and resource's permissions and whether they were used, each call that was",
      "denied, with the statement that would allow it, and the program's inputs that have no",
      "effect on this machine. Shows the last ./twinlens up, also after it has stopped."
    })
final class AccessCommand implements Callable<Integer> {
  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "The deployment's folder (default: ${DEFAULT-VALUE}).",
      defaultValue = ".twinlens")
  private Path data;

  @Option(
      names = "--check",
      description = {
        "Exit with 1 when a grant is unused or wider than its use, or a call was denied.",
        "Only the keys used so far are considered; if all photos are in two or three folders,",
        "a bucket-wide grant is reported as too wide."
      })
  private boolean check;

  @Override
  public Integer call() {
    try {
      Path folder = data.toAbsolutePath().normalize();
      AccessTable table =
          new AccessTable(AccessFile.read(folder), DataDirectory.inputsWithoutEffectOf(folder));
      table.print(System.out);
      return check && !table.clean() ? 1 : 0;
    } catch (DeploymentFailure e) {
      System.err.println("twinlens: " + e.getMessage());
      return 1;
    }
  }
}
