package dev.twinlens.local.pulumi;

/** Gets a deployment's progress; called from several threads at once. */
public interface EngineListener {
  void provisioned(ResourceRequest request);

  /** A message of the program: what it logs at info level or above. */
  void message(Severity severity, String text);

  /** As in Pulumi's engine protocol. */
  enum Severity {
    DEBUG,
    INFO,
    WARNING,
    ERROR
  }
}
