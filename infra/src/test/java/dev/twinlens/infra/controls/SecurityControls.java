package dev.twinlens.infra.controls;

import dev.twinlens.infra.graph.RecordedStack;
import java.util.List;
import java.util.Map;

/** Checks the resources for each control that docs/security.md calls met, or partly met. */
final class SecurityControls {
  private static final Map<String, Check> CHECKS = checksOfAllServices();

  private SecurityControls() {}

  private static Map<String, Check> checksOfAllServices() {
    var checks = new ControlChecks();
    StorageControls.addTo(checks);
    FunctionControls.addTo(checks);
    ApiControls.addTo(checks);
    MessagingControls.addTo(checks);
    AccessControls.addTo(checks);
    AzureControls.addTo(checks);
    return checks.byId();
  }

  /** The checks by the controls' ids. */
  static Map<String, Check> checks() {
    return CHECKS;
  }

  /** What violates a control in a stack. */
  static List<String> violations(String id, RecordedStack recorded) {
    return CHECKS.get(id).violations(recorded).toList();
  }
}
