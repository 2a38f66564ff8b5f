package dev.twinlens.local.eventbridge;

import java.util.concurrent.CompletionStage;

/** Delivers the events of rules. */
@FunctionalInterface
public interface RuleTarget {
  /**
   * Delivers an event if the target's policy allows the rule.
   *
   * @param ruleArn the rule that sends it
   * @param event JSON
   * @return completes exceptionally when it was not delivered, or its receiver failed
   */
  CompletionStage<?> send(String targetArn, String ruleArn, byte[] event);
}
