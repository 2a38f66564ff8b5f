package dev.twinlens.infra.controls;

import static dev.twinlens.infra.controls.Check.each;

import dev.twinlens.infra.graph.FakeClouds;
import dev.twinlens.infra.graph.PolicyStatement;
import dev.twinlens.infra.graph.RecordedResource;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Checks of policies. */
final class PolicyChecks {
  private PolicyChecks() {}

  /** Each resource has one policy, which denies everybody the action without TLS. */
  static Check tlsOnly(String type, String policyType, String ownerInput, String action) {
    return each(
        type,
        (recorded, owner) -> {
          var policies = Conditions.belongingTo(recorded, owner, policyType, ownerInput);
          return policies.size() == 1
              && policies.get(0).policy("policy").stream()
                  .anyMatch(
                      statement ->
                          statement.equals(
                                  PolicyStatement.tlsOnly(
                                      action, statement.resources().toArray(String[]::new)))
                              && covers(statement, type, owner));
        },
        "denies requests without TLS");
  }

  private static boolean covers(PolicyStatement statement, String type, RecordedResource owner) {
    var name = FakeClouds.physicalName(owner.name());
    var endings = type.equals(Types.BUCKET) ? List.of(name, name + "/*") : List.of(name);
    return endings.stream()
        .allMatch(
            ending -> statement.resources().stream().anyMatch(arn -> arn.endsWith(":" + ending)));
  }

  /** What a resource's policy allows, it allows a service on behalf of this account only. */
  static Check allowsOnlyServices(String policyType) {
    return allows(
        policyType,
        statement ->
            statement.principal().matches("\\{Service=[a-z0-9]+\\.amazonaws\\.com}")
                && Stream.of("StringEquals", "ArnEquals")
                    .map(operator -> statement.conditions().getOrDefault(operator, Map.of()))
                    .anyMatch(
                        keys ->
                            keys.containsKey("aws:SourceAccount")
                                || keys.getOrDefault("aws:SourceArn", "")
                                    .contains(FakeClouds.ACCOUNT)),
        "allows only services of this account");
  }

  /** The condition holds for each statement that does not deny. */
  static Check allows(String policyType, Predicate<PolicyStatement> condition, String requirement) {
    return each(
        policyType,
        policy ->
            policy.policy("policy").stream()
                .filter(statement -> !statement.effect().equals("Deny"))
                .allMatch(condition),
        requirement);
  }

  static boolean namesActions(PolicyStatement statement) {
    return !statement.actions().isEmpty()
        && statement.actions().stream().noneMatch(action -> action.contains("*"));
  }
}
