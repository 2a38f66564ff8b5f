package dev.twinlens.local.deployment.resources;

import dev.twinlens.local.pulumi.Inputs;
import dev.twinlens.local.pulumi.Provisioned;
import dev.twinlens.local.pulumi.ResourceRequest;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** The providers that the program configures, its account and its region. */
final class AccountResources {
  /** What the program hands on, and defaults of the provider's SDK. */
  private static final List<String> HOW_TO_CALL_AWS =
      List.of(
          "allowedAccountIds",
          "assumeRole",
          "customCaBundle",
          "forbiddenAccountIds",
          "httpProxy",
          "httpsProxy",
          "maxRetries",
          "noProxy",
          "profile",
          "retryMode",
          "sharedConfigFiles",
          "sharedCredentialsFiles",
          "skipCredentialsValidation",
          "skipMetadataApiCheck",
          "skipRegionValidation",
          "stsRegion",
          "useDualstackEndpoint",
          "useFipsEndpoint");

  private final Arns arns;

  AccountResources(Arns arns) {
    this.arns = arns;
  }

  void register(ProvisionerRegistry registry) {
    registry
        .type("pulumi:providers:aws", this::provider)
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

  private Provisioned provider(ResourceRequest request) {
    Inputs inputs = request.inputs();
    inputs.allowValue("region", arns.region());
    inputs.ignore("defaultTags", Reasons.TAGS);
    HOW_TO_CALL_AWS.forEach(input -> inputs.ignore(input, "AWS is not called"));
    return new Provisioned(UUID.randomUUID().toString(), Map.of());
  }
}
