package dev.twinlens.local.services.access;

import dev.twinlens.local.iam.ResourcePolicy;
import java.util.Optional;

/**
 * A right that a call needs.
 *
 * @param action an IAM action, {@code service:Name}
 * @param resource the ARN that it acts upon, or {@code *} for an action that has none
 * @param policy what the resource's own policy has to do with it
 * @see <a
 *     href="https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html">Service
 *     Authorization Reference</a>
 */
public record Requirement(String action, String resource, Optional<ResourcePolicy> policy) {

  /** On a resource that has no policy of its own. */
  public static Requirement of(String action, String resource) {
    return new Requirement(action, resource, Optional.empty());
  }

  /** On a resource that may have a policy. */
  public static Requirement of(String action, String resource, ResourcePolicy policy) {
    return new Requirement(action, resource, Optional.of(policy));
  }
}
