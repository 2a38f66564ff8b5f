package dev.twinlens.local.deployment.cli;

import dev.twinlens.local.deployment.DeploymentEngine;
import dev.twinlens.local.deployment.DeploymentOptions;
import dev.twinlens.local.deployment.LocalDeployment;
import dev.twinlens.local.pulumi.DeploymentFailure;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** {@code twinlens up}: deploys the stack to this machine and serves it until Ctrl-C. */
@Command(
    name = "up",
    mixinStandardHelpOptions = true,
    description = {
      "Deploy the Pulumi program of infra/ to this machine and serve it until Ctrl-C.",
      "No account is needed; all data stays in one folder."
    })
final class UpCommand implements Callable<Integer> {
  @Option(
      names = "--stack",
      paramLabel = "STACK",
      description = "The stack whose Pulumi.STACK.yaml is used (default: ${DEFAULT-VALUE}).",
      defaultValue = "dev")
  private String stack;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "The folder for photos and all other data (default: ${DEFAULT-VALUE}).",
      defaultValue = ".twinlens")
  private Path data;

  @Option(
      names = "--port",
      paramLabel = "N",
      description = "The port of the page on 127.0.0.1 (default: any free one).",
      defaultValue = "0")
  private int port;

  @Option(
      names = "--engine",
      paramLabel = "ENGINE",
      description = {
        "What deploys the program (default: ${DEFAULT-VALUE}):",
        "built-in; pulumi, the installed Pulumi CLI;",
        "none: run the Pulumi CLI yourself, with the variables of twinlens env."
      },
      converter = EngineConverter.class,
      defaultValue = "built-in")
  private DeploymentEngine engine;

  @Option(
      names = "--policy-pack",
      paramLabel = "DIR",
      description = {
        "Refuse what violates a rule of the Pulumi policy pack in DIR, such as policy.",
        "For the built-in engine; with the Pulumi CLI, give the option to pulumi up."
      })
  private Path policyPack;

  /** An engine by its name on the command line. */
  static final class EngineConverter implements ITypeConverter<DeploymentEngine> {
    @Override
    public DeploymentEngine convert(String name) {
      return switch (name) {
        case "built-in" -> DeploymentEngine.BUILT_IN;
        case "pulumi" -> DeploymentEngine.PULUMI;
        case "none" -> DeploymentEngine.NONE;
        default ->
            throw new TypeConversionException(
                "'%s' is not one of built-in, pulumi, none".formatted(name));
      };
    }
  }

  @Override
  public Integer call() {
    if (policyPack != null && engine != DeploymentEngine.BUILT_IN) {
      System.err.println(
          "twinlens: --policy-pack is for the built-in engine. Use --engine none, and give the option to pulumi up");
      return 2;
    }
    Path home = Path.of(System.getProperty("twinlens.home", "")).toAbsolutePath();
    Path folder = data.toAbsolutePath().normalize();
    Console console = new Console(System.out);
    try {
      LogFile.open(folder.resolve("logs").resolve("twinlens.log"));
      return Interruption.run(
          () -> {
            LocalDeployment deployment =
                LocalDeployment.start(
                    new DeploymentOptions(
                        home, folder, stack, port, engine, Optional.ofNullable(policyPack)),
                    console);
            try {
              console.ready(deployment.outputs(), folder);
              Optional<String> outage = Interruption.await(deployment.outage());
              console.phase("Stopping");
              if (outage.isPresent()) {
                throw new DeploymentFailure(outage.get());
              }
            } finally {
              deployment.close();
            }
            return 0;
          });
    } catch (DeploymentFailure e) {
      LoggerFactory.getLogger(UpCommand.class).error("the deployment failed", e);
      System.err.println("twinlens: " + e.getMessage());
      return 1;
    }
  }
}
