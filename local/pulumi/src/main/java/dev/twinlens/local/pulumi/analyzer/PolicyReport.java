package dev.twinlens.local.pulumi.analyzer;

/**
 * What a rule of a policy pack reports.
 *
 * @param rule the rule's name
 * @param urn the resource; empty for a report about the stack
 * @param message what is wrong, in one line
 */
public record PolicyReport(String rule, String urn, String message, Verdict verdict) {
  /** What a report means for a deployment. */
  public enum Verdict {
    /** A mandatory rule is violated: the deployment is refused. */
    VIOLATED,
    /** An advisory rule is violated: the deployment continues. */
    ADVISED,
    /** The rule needs a value that is not known before the deployment. */
    UNDECIDED
  }

  /** Whether it stops a deployment. */
  public boolean isMandatory() {
    return verdict == Verdict.VIOLATED;
  }

  /** The resource, the rule and what is wrong, for a person. */
  @Override
  public String toString() {
    String subject = urn.isEmpty() ? "the stack" : urn.substring(urn.lastIndexOf(':') + 1);
    return "%s: %s: %s".formatted(subject, rule, message);
  }
}
