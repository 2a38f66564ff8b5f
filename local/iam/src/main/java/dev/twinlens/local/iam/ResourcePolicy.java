package dev.twinlens.local.iam;

import java.util.Optional;

/**
 * The policy of the resource that a call acts on.
 *
 * @param resource the ARN of the bucket, topic, queue, function, key or role
 * @param document its policy; empty when it has none
 * @param required this policy must allow the call, even if the caller's own policies do: true of
 *     keys and of roles that are to be assumed
 * @see <a
 *     href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_policy-eval-basics-single-account.html">Evaluating
 *     identity-based policies with resource-based policies</a>
 */
public record ResourcePolicy(String resource, Optional<PolicyDocument> document, boolean required) {

  /** A policy beside the caller's own policies: either may allow the call. */
  public static ResourcePolicy of(String resource, Optional<String> json) {
    return new ResourcePolicy(resource, json.map(PolicyDocument::resourcePolicy), false);
  }

  /** A policy that must allow the call. */
  public static ResourcePolicy required(String resource, PolicyDocument document) {
    return new ResourcePolicy(resource, Optional.of(document), true);
  }
}
