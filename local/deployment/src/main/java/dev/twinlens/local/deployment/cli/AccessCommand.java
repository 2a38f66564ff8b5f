package dev.twinlens.local.deployment.cli;

import dev.twinlens.local.deployment.AccessFile;
import dev.twinlens.local.pulumi.DeploymentFailure;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code twinlens access}: what was granted, used and denied. */
@Command(
    name = "access",
    mixinStandardHelpOptions = true,
    description = {
      "Show, for each role and resource, what its policies grant and whether that was used,",
      "and each call that was denied, with the statement that it would have needed.",
      "Counted since the last ./twinlens up; also to be read after it has stopped."
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
        "Exit with 1 when a grant is unused or wider than its use, or a call denied.",
        "It judges by the keys that were used: photos that all lie in two or three folders",
        "make a grant for any key look too wide."
      })
  private boolean check;

  @Override
  public Integer call() {
    try {
      AccessTable table = new AccessTable(AccessFile.read(data.toAbsolutePath().normalize()));
      table.print(System.out);
      return check && !table.clean() ? 1 : 0;
    } catch (DeploymentFailure e) {
      System.err.println("twinlens: " + e.getMessage());
      return 1;
    }
  }
}
