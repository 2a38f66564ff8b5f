package dev.twinlens.local.iam;

/**
 * One action on one resource that a statement allows.
 *
 * @param statement the statement's Sid, or {@code Statement[index]} (from 0)
 * @param action as the policy has it: an action, perhaps with wildcards
 * @param resource as the policy has it: an ARN, perhaps with wildcards, {@code *}, or {@link
 *     #ITSELF}
 */
public record Grant(String statement, String action, String resource) {
  /** What a statement speaks of that names no resource: that which its policy is attached to. */
  public static final String ITSELF = "itself";
}
