package dev.twinlens.local.services.access;

import dev.twinlens.local.iam.ResourcePolicy;
import java.util.Optional;

/**
 * A permission that a call needs.
 *
 * @param action an IAM action, {@code service:Name}
 * @param resource the ARN that it acts upon, or {@code *} for an action that has none
 * @param policy the resource's own policy, where the resource type can have one
 * @see <a
 *     href="https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html">Service
 *     Authorization Reference</a>
 */
public record RequiredPermission(String action, String resource, Optional<ResourcePolicy> policy) {

  /** On a resource that cannot have a policy of its own. */
  public static RequiredPermission of(String action, String resource) {
    return new RequiredPermission(action, resource, Optional.empty());
  }

  /** On a resource that can have a policy. */
  public static RequiredPermission of(String action, String resource, ResourcePolicy policy) {
    return new RequiredPermission(action, resource, Optional.of(policy));
  }
}
