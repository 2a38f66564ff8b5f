package dev.twinlens.local.pulumi.analyzer;

import dev.twinlens.local.pulumi.analyzer.PolicyReport.Verdict;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import pulumirpc.AnalyzerOuterClass.AnalyzeDiagnostic;
import pulumirpc.AnalyzerOuterClass.AnalyzeResponse;
import pulumirpc.AnalyzerOuterClass.EnforcementLevel;

/** Reads the answers of a policy pack. */
final class PolicyReports {
  /**
   * The protocol has no field for it: the words of {@code @pulumi/policy} for a rule that met an
   * unknown value, and those of this project's pack.
   */
  private static final Pattern UNDECIDED =
      Pattern.compile("^can't run policy '.*' during preview: |^cannot be decided yet: ");

  private PolicyReports() {}

  /**
   * @param subject the URN for a report that names none
   */
  static List<PolicyReport> of(AnalyzeResponse response, String subject) {
    return response.getDiagnosticsList().stream()
        .filter(diagnostic -> diagnostic.getEnforcementLevel() != EnforcementLevel.DISABLED)
        .map(
            diagnostic ->
                new PolicyReport(
                    diagnostic.getPolicyName(),
                    diagnostic.getUrn().isEmpty() ? subject : diagnostic.getUrn(),
                    oneLine(diagnostic.getMessage()),
                    verdict(diagnostic)))
        .toList();
  }

  private static Verdict verdict(AnalyzeDiagnostic diagnostic) {
    if (diagnostic.getEnforcementLevel() != EnforcementLevel.ADVISORY) {
      return Verdict.VIOLATED;
    }
    return UNDECIDED.matcher(diagnostic.getMessage()).find() ? Verdict.UNDECIDED : Verdict.ADVISED;
  }

  /** Without a stack trace. */
  static String oneLine(String text) {
    return text.lines()
        .map(String::strip)
        .filter(line -> !line.isEmpty() && !line.startsWith("at "))
        .collect(Collectors.joining(" "));
  }
}
