package dev.twinlens.local.deployment.resources;

import dev.twinlens.local.pulumi.Provisioned;
import java.util.Map;
import java.util.UUID;

/** The providers that the program configures, and who and where it runs. */
final class AccountResources {
  private final Arns arns;

  AccountResources(Arns arns) {
    this.arns = arns;
  }

  void register(ProvisionerRegistry registry) {
    registry
        .type("pulumi:providers:aws", request -> provider())
        .type("pulumi:providers:azure-native", request -> provider())
        .function(
            "aws:index/getCallerIdentity:getCallerIdentity",
            arguments ->
                Map.of(
                    "id", arns.accountId(),
                    "accountId", arns.accountId(),
                    "arn", arns.global("iam", "user/administrator"),
                    "userId", "administrator"))
        .function(
            "aws:index/getRegion:getRegion",
            arguments ->
                Map.of(
                    "id",
                    arns.region(),
                    "name",
                    arns.region(),
                    "description",
                    "this machine",
                    "endpoint",
                    "ec2." + arns.region() + ".amazonaws.com"));
  }

  /** A provider's settings (region, default tags) concern the cloud alone. */
  private static Provisioned provider() {
    return new Provisioned(UUID.randomUUID().toString(), Map.of());
  }
}
