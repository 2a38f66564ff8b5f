package dev.twinlens.local.iam;

/**
 * One action on one resource that a statement allows.
 *
 * @param statement the statement's Sid, or {@code Statement[index]} (from 0)
 * @param action as written in the policy: an action, possibly with wildcards
 * @param resource as written in the policy: an ARN, possibly with wildcards, {@code *}, or {@link
 *     #ITSELF}
 */
public record PolicyGrant(String statement, String action, String resource) {
  /** The resource of a statement that names none: the one that its policy is attached to. */
  public static final String ITSELF = "itself";
}
