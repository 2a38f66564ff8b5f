package dev.twinlens.local.pulumi.analyzer;

import dev.twinlens.local.pulumi.DeploymentFailure;
import dev.twinlens.local.pulumi.Registration;
import java.util.List;

/** Rules about resources. The methods are called from several threads. */
public interface PolicyRules extends AutoCloseable {
  /**
   * What the rules about single resources report of a resource that will be created or changed.
   *
   * @throws DeploymentFailure when the rules do not answer
   */
  List<PolicyReport> analyze(Registration registration);

  /**
   * What the rules about a stack report of all its resources.
   *
   * @throws DeploymentFailure when the rules do not answer
   */
  List<PolicyReport> analyzeStack(List<Registration> registrations);

  @Override
  void close();

  /** Rules that report nothing. */
  static PolicyRules none() {
    return new PolicyRules() {
      @Override
      public List<PolicyReport> analyze(Registration registration) {
        return List.of();
      }

      @Override
      public List<PolicyReport> analyzeStack(List<Registration> registrations) {
        return List.of();
      }

      @Override
      public void close() {}
    };
  }
}
