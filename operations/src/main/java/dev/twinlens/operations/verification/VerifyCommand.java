package dev.twinlens.operations.verification;

import dev.twinlens.operations.ProgressReport;
import dev.twinlens.operations.stack.KeyPrefix;
import dev.twinlens.operations.stack.StackTarget;
import dev.twinlens.operations.stack.TargetOptions;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code twinlens verify}: whether every object version has an identical copy. */
@Command(
    name = "verify",
    mixinStandardHelpOptions = true,
    description = {
      "Compare every version in the images bucket with its copy in Azure: size, MD5, SHA-256, version,",
      "and what the table records. Exit with 0 when every copy is there and identical, with 1 and a",
      "list of what is not otherwise, with 2 when the comparison could not be made."
    },
    footer = {
      "",
      "Kinds of findings: missing, different, doubled, unrecorded, recorded-but-missing, waiting;",
      "for information only: refused (its row says why), without-original (the version has expired).",
      "",
      "--json prints {\"findings\": [{\"kind\", \"key\", \"versionId\", \"blob\"?, \"detail\"}], \"ok\", \"read\",",
      "\"versions\", \"copies\", \"identical\", \"counts\": {kind: number}}."
    })
public final class VerifyCommand implements Callable<Integer> {
  @Mixin private TargetOptions target = new TargetOptions();

  @Mixin private KeyPrefix prefix = new KeyPrefix();

  @Option(
      names = "--read",
      description = "Read every byte of every copy. In the cloud, Azure charges for the transfer.")
  private boolean read;

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  @Option(
      names = "--waiting",
      paramLabel = "MINUTES",
      description =
          "A version without a copy is waiting, not missing, for so long (default: ${DEFAULT-VALUE}).",
      defaultValue = "15")
  private int waiting;

  @Override
  public Integer call() {
    StackTarget stack = target.open();
    Verification verification =
        new Verification(
            stack,
            prefix.text(),
            read,
            Duration.ofMinutes(waiting),
            json ? Report.json(System.out) : Report.text(System.out),
            new ProgressReport(System.err));
    return verification.run().isClean() ? 0 : 1;
  }
}
