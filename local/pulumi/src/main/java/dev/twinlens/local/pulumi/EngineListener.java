package dev.twinlens.local.pulumi;

import java.time.Duration;

/** Hears of a deployment's progress; called from several threads at once. */
public interface EngineListener {
  void provisioned(ResourceRequest request, Duration took);

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
