package dev.twinlens.local.preview;

/**
 * What a deployment does to one resource or component.
 *
 * @param parent the URN of the component that it belongs to; empty for the stack
 * @param isProtected whether Pulumi refuses to delete it
 */
public record PlannedStep(
    Action action,
    String urn,
    String type,
    String parent,
    boolean isProtected,
    Differences differences) {
  /** The logical name. */
  String name() {
    return urn.substring(urn.lastIndexOf("::") + 2);
  }

  /** Whether the deployment fails because of it. */
  boolean isRefused() {
    return isProtected && (action == Action.REPLACE || action == Action.DELETE);
  }
}
