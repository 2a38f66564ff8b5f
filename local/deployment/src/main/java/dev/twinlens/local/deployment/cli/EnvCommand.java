package dev.twinlens.local.deployment.cli;

import dev.twinlens.local.deployment.DataDirectory;
import dev.twinlens.local.pulumi.DeploymentFailure;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code twinlens env}: the administrator's shell variables for the running deployment. */
@Command(
    name = "env",
    mixinStandardHelpOptions = true,
    description = {
      "Print shell exports for an administrator of the running deployment:",
      "eval \"$(./twinlens env)\" and then aws s3 ls"
    })
final class EnvCommand implements Callable<Integer> {
  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "The deployment's folder (default: ${DEFAULT-VALUE}).",
      defaultValue = ".twinlens")
  private Path data;

  @Override
  public Integer call() {
    try {
      Map<String, String> environment =
          DataDirectory.environmentOf(data.toAbsolutePath().normalize());
      // A profile or session of a real account would take precedence over the key, or break it.
      System.out.println("unset AWS_PROFILE AWS_SESSION_TOKEN");
      environment.forEach(
          (name, value) -> System.out.println("export " + name + "=" + quoted(value)));
      return 0;
    } catch (DeploymentFailure e) {
      System.err.println("twinlens: " + e.getMessage());
      return 1;
    }
  }

  private static String quoted(String value) {
    return "'" + value.replace("'", "'\\''") + "'";
  }
}
