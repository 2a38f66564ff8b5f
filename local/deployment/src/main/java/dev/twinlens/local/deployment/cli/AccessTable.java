package dev.twinlens.local.deployment.cli;

import dev.twinlens.local.iam.AccessReport;
import dev.twinlens.local.iam.AccessReport.Denial;
import dev.twinlens.local.iam.AccessReport.GrantUse;
import java.io.PrintStream;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.regex.Pattern;

/** A report of access as a person reads it. */
final class AccessTable {
  private static final Pattern ARN = Pattern.compile("arn:aws:([a-z0-9-]+):[a-z0-9-]*:[0-9]*:");

  private final AccessReport report;

  AccessTable(AccessReport report) {
    this.report = report;
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

  /** ARNs without what they all have in common here: the partition, the region and the account. */
  private static String shortened(String text) {
    return ARN.matcher(text).replaceAll("$1:");
  }

  private static int width(List<String> texts) {
    return texts.stream().mapToInt(String::length).max().orElse(1);
  }

  /** What a resource's policy speaks of need not be said again. */
  private static String resource(GrantUse grant) {
    return grant.resource().equals(grant.holder()) ? "" : shortened(grant.resource());
  }

  /** A role's policies are used by the role. */
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
