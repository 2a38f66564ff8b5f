package dev.twinlens.local.deployment.cli;

import dev.twinlens.local.deployment.resources.InputWithoutEffect;
import dev.twinlens.local.iam.AccessReport;
import dev.twinlens.local.iam.AccessReport.Denial;
import dev.twinlens.local.iam.AccessReport.GrantUse;
import java.io.PrintStream;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.regex.Pattern;

/** The report of access and of inputs without effect, as text. */
final class AccessTable {
  private static final Pattern ARN = Pattern.compile("arn:aws:([a-z0-9-]+):[a-z0-9-]*:[0-9]*:");

  private final AccessReport report;
  private final List<InputWithoutEffect> inputs;

  AccessTable(AccessReport report, List<InputWithoutEffect> inputs) {
    this.report = report;
    this.inputs = inputs;
  }

  /** Every grant was used to its full width, and nothing was denied. */
  boolean clean() {
    return report.unused().isEmpty() && report.tooWide().isEmpty() && report.denials().isEmpty();
  }

  void print(PrintStream out) {
    out.println("Since " + time(report.since()));
    report.holders().forEach(holder -> printHolder(holder, out));
    if (!report.denials().isEmpty()) {
      out.println();
      out.println("Denied");
      report.denials().forEach(denial -> print(denial, out));
    }
    if (report.denialsLeftOut() > 0) {
      out.printf("  … and %d more calls%n", report.denialsLeftOut());
    }
    if (!inputs.isEmpty()) {
      printInputs(out);
    }
    out.println();
    out.printf(
        "%d grants: %d unused, %d wider than their use. %d calls denied.%n",
        report.grants().size(),
        report.unused().size(),
        report.tooWide().size(),
        report.denials().stream().mapToLong(Denial::times).sum() + report.denialsLeftOut());
  }

  private void printHolder(String holder, PrintStream out) {
    List<GrantUse> grants =
        report.grants().stream().filter(grant -> grant.holder().equals(holder)).toList();
    out.println();
    out.println(shortened(holder));
    int statement = width(grants.stream().map(GrantUse::statement).toList());
    int action = width(grants.stream().map(GrantUse::action).toList());
    String row = "  %-" + statement + "s  %-" + action + "s  %8s  %s%n";
    for (GrantUse grant : grants) {
      out.printf(
          row,
          grant.statement(),
          grant.action(),
          grant.unused() ? "unused" : grant.uses() + "x",
          (resource(grant) + callers(grant)).strip());
      grant.narrower().ifPresent(narrower -> out.println("      enough: " + shortened(narrower)));
    }
  }

  private void printInputs(PrintStream out) {
    out.println();
    out.println("Inputs of the program without effect on this machine");
    String row =
        "    %-" + width(inputs.stream().map(InputWithoutEffect::input).toList()) + "s  %s%n";
    String type = "";
    for (InputWithoutEffect input : inputs) {
      if (!input.type().equals(type)) {
        type = input.type();
        out.println("  " + type);
      }
      out.printf(row, input.input(), input.reason());
    }
  }

  /** ARNs without the parts that are the same in all of them: partition, region and account. */
  private static String shortened(String text) {
    return ARN.matcher(text).replaceAll("$1:");
  }

  private static int width(List<String> texts) {
    return texts.stream().mapToInt(String::length).max().orElse(1);
  }

  /** Empty for a policy's own resource, which is printed above. */
  private static String resource(GrantUse grant) {
    return grant.resource().equals(grant.holder()) ? "" : shortened(grant.resource());
  }

  /** Empty for a role's own policies, which only the role uses. */
  private static String callers(GrantUse grant) {
    return grant.callers().equals(List.of(grant.holder())) || grant.unused()
        ? ""
        : " by " + shortened(String.join(", ", grant.callers()));
  }

  private static void print(Denial denial, PrintStream out) {
    out.printf(
        "  %s%n    %s on %s (%dx, last %s)%n    %s%n",
        denial.principal(),
        denial.action(),
        denial.resource(),
        denial.times(),
        time(denial.last()),
        denial.reason());
    if (!denial.needed().isEmpty()) {
      out.println("    needed: " + denial.needed());
    }
  }

  private static String time(Instant instant) {
    return instant.truncatedTo(ChronoUnit.SECONDS).toString();
  }
}
