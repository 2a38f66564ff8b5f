package dev.twinlens.local.iam;

/**
 * Identifies a policy.
 *
 * @param holder the ARN of the role, user or resource that it is attached to
 * @param name its name among its holder's policies; empty for a resource's only policy
 */
public record PolicyName(String holder, String name) {

  static PolicyName ofResource(String arn) {
    return new PolicyName(arn, "");
  }

  /** Whether it is attached to a resource and not to an identity. */
  public boolean ofResource() {
    return name.isEmpty();
  }

  @Override
  public String toString() {
    return ofResource() ? "the policy of " + holder : "policy " + name + " of " + holder;
  }
}
