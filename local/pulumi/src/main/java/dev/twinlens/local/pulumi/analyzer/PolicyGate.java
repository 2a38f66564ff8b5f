package dev.twinlens.local.pulumi.analyzer;

import com.google.protobuf.Struct;
import dev.twinlens.local.pulumi.DeploymentFailure;
import dev.twinlens.local.pulumi.EngineListener;
import dev.twinlens.local.pulumi.EngineListener.Severity;
import dev.twinlens.local.pulumi.Registration;
import dev.twinlens.local.pulumi.ResourceHandler;
import dev.twinlens.local.pulumi.ResourceState;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;

/**
 * Asks rules about each resource before it is created, and about all of them at the end, as
 * Pulumi's engine does. A violation fails the deployment; other reports are warnings.
 */
public final class PolicyGate implements ResourceHandler, AutoCloseable {
  private final PolicyRules rules;
  private final ResourceHandler deploying;
  private final EngineListener listener;
  private final Queue<Registration> deployed = new ConcurrentLinkedQueue<>();

  /**
   * @param rules are closed with the gate
   * @param deploying gets what the rules do not refuse
   * @param listener gets the warnings
   */
  public PolicyGate(PolicyRules rules, ResourceHandler deploying, EngineListener listener) {
    this.rules = rules;
    this.deploying = deploying;
    this.listener = listener;
  }

  @Override
  public ResourceState handle(Registration registration) {
    requireNoViolation(rules.analyze(registration));
    ResourceState state = deploying.handle(registration);
    deployed.add(withOutputs(registration, state));
    return state;
  }

  @Override
  public Struct invoke(String token, Struct arguments) {
    return deploying.invoke(token, arguments);
  }

  /**
   * Asks the rules about the whole stack, once everything is deployed.
   *
   * @throws DeploymentFailure when a mandatory rule is violated
   */
  public void requireStack() {
    requireNoViolation(rules.analyzeStack(List.copyOf(deployed)));
  }

  @Override
  public void close() {
    rules.close();
  }

  private void requireNoViolation(List<PolicyReport> reports) {
    reports.stream()
        .filter(report -> !report.isMandatory())
        .forEach(report -> listener.message(Severity.WARNING, "policy pack: " + report));
    String violations =
        reports.stream()
            .filter(PolicyReport::isMandatory)
            .map(PolicyReport::toString)
            .collect(Collectors.joining("; "));
    if (!violations.isEmpty()) {
      throw new DeploymentFailure("the policy pack refuses " + violations);
    }
  }

  /** The rules about a stack see a resource as it is deployed. */
  private static Registration withOutputs(Registration registration, ResourceState state) {
    return new Registration(
        registration.urn(),
        registration.formerUrns(),
        registration.isProtected(),
        registration.request().toBuilder().setObject(state.outputs()).build());
  }
}
