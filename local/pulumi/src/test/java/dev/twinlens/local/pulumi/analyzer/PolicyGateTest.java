package dev.twinlens.local.pulumi.analyzer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import dev.twinlens.local.pulumi.DeploymentFailure;
import dev.twinlens.local.pulumi.EngineListener;
import dev.twinlens.local.pulumi.Registration;
import dev.twinlens.local.pulumi.ResourceHandler;
import dev.twinlens.local.pulumi.ResourceRequest;
import dev.twinlens.local.pulumi.ResourceState;
import dev.twinlens.local.pulumi.analyzer.PolicyReport.Verdict;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import pulumirpc.Resource.RegisterResourceRequest;

class PolicyGateTest {
  private final List<String> deployed = new ArrayList<>();
  private final List<String> messages = new ArrayList<>();
  private final List<Registration> judged = new ArrayList<>();

  @Test
  void deploysWhatNoRuleReports() {
    PolicyGate gate = gate(List.of(), List.of());

    assertThat(gate.handle(queue()).id()).isEqualTo("id-of-jobs");
    assertThatCode(gate::requireStack).doesNotThrowAnyException();
    assertThat(deployed).containsExactly("jobs");
    assertThat(messages).isEmpty();
  }

  @Test
  void refusesAViolationBeforeTheResourceIsMade() {
    PolicyGate gate = gate(List.of(report(Verdict.VIOLATED)), List.of());

    assertThatThrownBy(() -> gate.handle(queue()))
        .isInstanceOf(DeploymentFailure.class)
        .hasMessage("the policy pack refuses jobs: encrypted: is off");
    assertThat(deployed).isEmpty();
  }

  @Test
  void namesEachViolation() {
    PolicyReport other = new PolicyReport("named", queue().urn(), "is short", Verdict.VIOLATED);
    PolicyGate gate = gate(List.of(report(Verdict.VIOLATED), other), List.of());

    assertThatThrownBy(() -> gate.handle(queue()))
        .hasMessageContaining("jobs: encrypted: is off; jobs: named: is short");
  }

  @ParameterizedTest
  @EnumSource(names = "VIOLATED", mode = EnumSource.Mode.EXCLUDE)
  void warnsOfWhatIsNoViolation(Verdict verdict) {
    PolicyGate gate = gate(List.of(report(verdict)), List.of(report(verdict)));

    gate.handle(queue());
    gate.requireStack();

    assertThat(deployed).containsExactly("jobs");
    assertThat(messages)
        .containsExactly(
            "WARNING policy pack: jobs: encrypted: is off",
            "WARNING policy pack: jobs: encrypted: is off");
  }

  @Test
  void refusesAViolationOfTheStack() {
    PolicyGate gate =
        gate(List.of(), List.of(new PolicyReport("alarms", "", "are missing", Verdict.VIOLATED)));
    gate.handle(queue());

    assertThatThrownBy(gate::requireStack)
        .isInstanceOf(DeploymentFailure.class)
        .hasMessage("the policy pack refuses the stack: alarms: are missing");
  }

  @Test
  void showsTheRulesAboutAStackWhatWasDeployed() {
    PolicyGate gate = gate(List.of(), List.of());

    gate.handle(queue());
    gate.requireStack();

    assertThat(judged)
        .singleElement()
        .satisfies(
            queue -> {
              assertThat(queue.inputs()).isEqualTo(struct("arn", "arn:jobs"));
              assertThat(queue.isProtected()).isTrue();
              assertThat(queue.parent()).isEqualTo("urn:parent");
            });
  }

  private PolicyGate gate(List<PolicyReport> ofResource, List<PolicyReport> ofStack) {
    PolicyRules rules =
        new PolicyRules() {
          @Override
          public List<PolicyReport> analyze(Registration registration) {
            return ofResource;
          }

          @Override
          public List<PolicyReport> analyzeStack(List<Registration> registrations) {
            judged.addAll(registrations);
            return ofStack;
          }

          @Override
          public void close() {}
        };
    return new PolicyGate(rules, new Deploying(), new Messages());
  }

  private static PolicyReport report(Verdict verdict) {
    return new PolicyReport("encrypted", queue().urn(), "is off", verdict);
  }

  private static Registration queue() {
    return new Registration(
        "urn:pulumi:dev::demo::q:Queue::jobs",
        List.of(),
        /* isProtected= */ true,
        RegisterResourceRequest.newBuilder()
            .setType("q:Queue")
            .setName("jobs")
            .setParent("urn:parent")
            .setObject(struct("size", "2"))
            .build());
  }

  private static Struct struct(String name, String value) {
    return Struct.newBuilder()
        .putFields(name, Value.newBuilder().setStringValue(value).build())
        .build();
  }

  private final class Deploying implements ResourceHandler {
    @Override
    public ResourceState handle(Registration registration) {
      deployed.add(registration.name());
      return new ResourceState("id-of-jobs", struct("arn", "arn:jobs"));
    }

    @Override
    public Struct invoke(String token, Struct arguments) {
      return arguments;
    }
  }

  private final class Messages implements EngineListener {
    @Override
    public void provisioned(ResourceRequest request) {}

    @Override
    public void message(Severity severity, String text) {
      messages.add(severity + " " + text);
    }
  }
}
