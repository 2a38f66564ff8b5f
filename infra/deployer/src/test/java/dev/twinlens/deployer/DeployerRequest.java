package dev.twinlens.deployer;

import dev.twinlens.infra.graph.FakeClouds;
import dev.twinlens.local.iam.Decision;
import dev.twinlens.local.iam.PolicyDocument;
import dev.twinlens.local.iam.Principal;
import dev.twinlens.local.iam.Request;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A request of the deployer, as IAM sees it.
 *
 * @param action the action
 * @param resource the ARN that it is about, or {@code *}
 * @param context its condition keys, without the deployer's own
 */
record DeployerRequest(String action, String resource, Map<String, String> context) {
  private static final Principal DEPLOYER =
      new Principal.Aws("arn:aws:iam::" + FakeClouds.ACCOUNT + ":role/deployer");

  private static final String ACCOUNT_KEY = "aws:PrincipalAccount";

  /** A key that a call does not carry is absent, which {@code …IfExists} and {@code …Not…} pass. */
  private static final Set<String> CONDITION_KEYS =
      Stream.concat(
              Stream.of(ACCOUNT_KEY),
              AwsTable.read().conditions().values().stream()
                  .flatMap(condition -> condition.values().stream())
                  .flatMap(values -> values.keySet().stream()))
          .collect(Collectors.toUnmodifiableSet());

  boolean isAllowedBy(Collection<PolicyDocument> policies) {
    var keys = new HashMap<>(context);
    keys.put(ACCOUNT_KEY, FakeClouds.ACCOUNT);
    var request = new Request(DEPLOYER, action, resource, keys, Map.of(), CONDITION_KEYS);
    return policies.stream()
        .anyMatch(policy -> policy.evaluate(request) instanceof Decision.Allowed);
  }

  @Override
  public String toString() {
    return "%s on %s with %s".formatted(action, resource, context);
  }
}
