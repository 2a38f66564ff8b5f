package dev.twinlens.local.deployment.cli;

import dev.twinlens.local.deployment.DataDirectory;
import dev.twinlens.local.deployment.resources.ResourceFacts;
import dev.twinlens.local.deployment.stack.StackConfiguration;
import dev.twinlens.local.preview.DeployerRights;
import dev.twinlens.local.preview.Diagram;
import dev.twinlens.local.preview.MonthlyCost;
import dev.twinlens.local.preview.Plan;
import dev.twinlens.local.preview.PreviewReport;
import dev.twinlens.local.preview.StackPreview;
import dev.twinlens.local.pulumi.DeploymentFailure;
import dev.twinlens.local.pulumi.PulumiProgram;
import dev.twinlens.local.pulumi.analyzer.PolicyPack;
import dev.twinlens.local.pulumi.analyzer.PolicyReport;
import dev.twinlens.local.pulumi.export.StackExport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code twinlens preview}: what a deployment would change, without an account. */
@Command(
    name = "preview",
    mixinStandardHelpOptions = true,
    description = {
      "Show what a deployment of the stack would change, which rights its deployer lacks,",
      "what the policy pack reports, and what the stack costs. Changes nothing, and needs no account.",
      "Exits with 1 when a deployment would be refused."
    })
final class PreviewCommand implements Callable<Integer> {
  @Option(
      names = "--stack",
      paramLabel = "STACK",
      description = "The stack whose Pulumi.STACK.yaml is used (default: ${DEFAULT-VALUE}).",
      defaultValue = "dev")
  private String stack;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description =
          "Compare with what ./twinlens up deployed from DIR (default: ${DEFAULT-VALUE}).",
      defaultValue = ".twinlens")
  private Path data;

  @Option(
      names = "--against",
      paramLabel = "FILE",
      description = "Compare with a stack in the cloud: the output of pulumi stack export.")
  private Path against;

  @Option(
      names = "--policies",
      paramLabel = "DIR",
      description = {
        "Compare the rights that the deployer needs with those in the JSON files of DIR:",
        "IAM policies, or the output of aws iam get-policy-version, and Azure roles."
      })
  private Path policies;

  @Option(
      names = "--policy-pack",
      negatable = true,
      defaultValue = "true",
      fallbackValue = "true",
      description = "Ask the policy pack (default: yes).")
  private boolean policyPack;

  @Option(
      names = "--diagram",
      paramLabel = "FILE",
      description = "Write a Mermaid diagram of the stack to FILE.")
  private Path diagram;

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  @Override
  public Integer call() {
    Path home = Path.of(System.getProperty("twinlens.home", "")).toAbsolutePath();
    try {
      return Interruption.run(
          () -> {
            PreviewReport report = report(home);
            System.out.print(json ? report.json().toPrettyString() + "\n" : report.text());
            return report.isRefused() ? 1 : 0;
          });
    } catch (DeploymentFailure e) {
      System.err.println("twinlens: " + e.getMessage());
      return 1;
    }
  }

  private PreviewReport report(Path home) throws InterruptedException {
    progress("Previewing update (" + stack + ")");
    Path logs = home.resolve("target").resolve("preview");
    StackConfiguration configuration = StackConfiguration.read(home, stack);
    PulumiProgram program =
        new PulumiProgram(home.resolve(configuration.binary()), home, logs.resolve("program.log"));
    Plan plan =
        new StackPreview(program, configuration.require("aws:region"), ResourceFacts.load())
            .plan(configuration.forProgram(), deployed());
    Optional<List<PolicyReport>> reports = Optional.empty();
    if (policyPack) {
      progress("Asking the policy pack");
      try (PolicyPack pack = PolicyPack.start(home.resolve("policy"), logs.resolve("policy.log"))) {
        reports = Optional.of(pack.judge(plan.registrations()));
      }
    }
    if (diagram != null) {
      write(diagram, Diagram.of(plan.registrations()));
    }
    DeployerRights demanded =
        DeployerRights.ofStack(home.resolve("infra/deployer/policies"), stack);
    return new PreviewReport(
        plan,
        Optional.ofNullable(policies)
            .map(DeployerRights::given)
            .map(given -> given.missing(demanded)),
        reports,
        MonthlyCost.of(plan, home.resolve("docs/cost.md")));
  }

  private StackExport deployed() {
    return against == null
        ? DataDirectory.exportOf(data.toAbsolutePath().normalize())
        : StackExport.read(against);
  }

  private static void write(Path file, String text) {
    try {
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new DeploymentFailure("cannot write %s: %s".formatted(file, e.getMessage()), e);
    }
  }

  /** On standard error: standard output is the report. */
  private static void progress(String text) {
    System.err.println(text + " …");
  }
}
