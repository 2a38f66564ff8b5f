package dev.twinlens.local.deployment.resources;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.twinlens.local.iam.AccessControl;
import dev.twinlens.local.iam.InvalidPolicyException;
import dev.twinlens.local.pulumi.Inputs;
import dev.twinlens.local.pulumi.Provisioned;
import dev.twinlens.local.pulumi.ResourceRequest;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IamResourcesTest {
  private static final String ROLE = "aws:iam/role:Role";
  private static final String TRUST =
      """
      {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", %s
        "Action": "sts:AssumeRole"}]}
      """;

  @TempDir private Path folder;
  private final ProvisionerRegistry registry = new ProvisionerRegistry();
  private IamResources iam;

  @BeforeEach
  void register() {
    iam =
        new IamResources(
            new AccessControl("arn:aws:iam::000000000000:user/administrator", Clock.systemUTC()),
            Contexts.in(folder));
    iam.register(registry);
  }

  @Test
  void keepsWhoMayAssumeARole() {
    Provisioned role = role("\"Principal\": {\"Service\": \"lambda.amazonaws.com\"},");

    assertThat(iam.trustOf((String) role.outputs().get("arn")).document()).isPresent();
  }

  /** Without a Principal everybody could assume it. */
  @Test
  void refusesATrustPolicyWithoutAPrincipal() {
    assertThatThrownBy(() -> role("")).isInstanceOf(InvalidPolicyException.class);
  }

  private Provisioned role(String principal) {
    return registry
        .type(ROLE)
        .orElseThrow()
        .provisioner()
        .provision(
            new ResourceRequest(
                "urn:role",
                List.of(),
                ROLE,
                "role",
                Inputs.of(Map.of("assumeRolePolicy", TRUST.formatted(principal)))));
  }
}
