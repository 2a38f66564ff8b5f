package dev.twinlens.local.deployment.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command line behind the {@code twinlens} launcher. */
@Command(
    name = "twinlens",
    mixinStandardHelpOptions = true,
    description = "Twinlens on this machine.",
    subcommands = {UpCommand.class, PreviewCommand.class, EnvCommand.class, AccessCommand.class},
    synopsisSubcommandLabel = "COMMAND")
public final class TwinlensCommand {
  private TwinlensCommand() {}

  /** Exits with 0 on success, 1 when the command failed, 2 when its arguments are invalid. */
  public static void main(String[] arguments) {
    System.exit(new CommandLine(new TwinlensCommand()).execute(arguments));
  }
}
