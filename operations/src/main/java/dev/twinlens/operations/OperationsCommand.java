package dev.twinlens.operations;

import dev.twinlens.operations.erasure.EraseCommand;
import dev.twinlens.operations.queues.RedriveCommand;
import dev.twinlens.operations.rebuilding.RebuildCommand;
import dev.twinlens.operations.restoration.RestoreCommand;
import dev.twinlens.operations.verification.VerifyCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParseResult;

/** An operator's commands for a stack, on this machine or in the cloud. */
@Command(
    name = "twinlens",
    subcommands = {
      VerifyCommand.class,
      RestoreCommand.class,
      RebuildCommand.class,
      EraseCommand.class,
      RedriveCommand.class
    })
public final class OperationsCommand {
  private static final int NOT_DONE = 2;

  private OperationsCommand() {}

  /** Runs one command and ends the process with its exit code. */
  public static void main(String[] arguments) {
    System.exit(run(arguments));
  }

  static int run(String... arguments) {
    return new CommandLine(new OperationsCommand())
        .setExecutionExceptionHandler(OperationsCommand::fail)
        .execute(arguments);
  }

  private static int fail(Exception failure, CommandLine command, ParseResult parsed) {
    System.err.println("twinlens: " + Failures.sentence(failure));
    return NOT_DONE;
  }
}
