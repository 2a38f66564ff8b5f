package dev.twinlens.local.pulumi.analyzer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twinlens.local.pulumi.analyzer.PolicyReport.Verdict;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import pulumirpc.AnalyzerOuterClass.AnalyzeDiagnostic;
import pulumirpc.AnalyzerOuterClass.AnalyzeResponse;
import pulumirpc.AnalyzerOuterClass.EnforcementLevel;

class PolicyReportsTest {
  @ParameterizedTest
  @CsvSource({"MANDATORY, VIOLATED", "REMEDIATE, VIOLATED", "ADVISORY, ADVISED"})
  void readsTheLevelOfARule(EnforcementLevel level, Verdict verdict) {
    assertThat(reports(level, "is off", "urn:jobs"))
        .containsExactly(new PolicyReport("encrypted", "urn:jobs", "is off", verdict));
  }

  @Test
  void takesALevelThatItDoesNotKnowForAViolation() {
    AnalyzeResponse response =
        AnalyzeResponse.newBuilder()
            .addDiagnostics(AnalyzeDiagnostic.newBuilder().setEnforcementLevelValue(99))
            .build();

    assertThat(PolicyReports.of(response, "urn:jobs"))
        .singleElement()
        .matches(PolicyReport::isMandatory);
  }

  @Test
  void ignoresADisabledRule() {
    assertThat(reports(EnforcementLevel.DISABLED, "is off", "urn:jobs")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "cannot be decided yet: policy is not known before the deployment",
        "can't run policy 'encrypted' from policy pack 'demo@v1.0.0' during preview: policy value at .policy can't be known during preview",
      })
  void tellsWhatIsNotKnownYetFromAdvice(String message) {
    assertThat(reports(EnforcementLevel.ADVISORY, message, "urn:jobs"))
        .extracting(PolicyReport::verdict)
        .containsExactly(Verdict.UNDECIDED);
    assertThat(reports(EnforcementLevel.MANDATORY, message, "urn:jobs"))
        .extracting(PolicyReport::verdict)
        .containsExactly(Verdict.VIOLATED);
  }

  @Test
  void takesAReportWithoutAUrnForOneOfTheAnalyzedResource() {
    assertThat(reports(EnforcementLevel.MANDATORY, "Queues are encrypted.\nis off\n", ""))
        .extracting(PolicyReport::toString)
        .containsExactly("asked: encrypted: Queues are encrypted. is off");
  }

  private static List<PolicyReport> reports(EnforcementLevel level, String message, String urn) {
    return PolicyReports.of(
        AnalyzeResponse.newBuilder()
            .addDiagnostics(
                AnalyzeDiagnostic.newBuilder()
                    .setPolicyName("encrypted")
                    .setMessage(message)
                    .setUrn(urn)
                    .setEnforcementLevel(level))
            .build(),
        "urn:pulumi:dev::demo::q:Queue::asked");
  }
}
