package dev.twinlens.local.deployment.resources;

import dev.twinlens.local.deployment.engine.Provisioned;
import dev.twinlens.local.deployment.engine.ResourceRequest;
import dev.twinlens.local.iam.PolicyDocument;
import java.util.Map;

/** Roles, their policies and the keys that encrypt functions' environments. */
final class IamResources {
  private final Arns arns;
  private final DeploymentState state;

  IamResources(Arns arns, DeploymentState state) {
    this.arns = arns;
    this.state = state;
  }

  void register(ProvisionerRegistry registry) {
    registry
        .type("aws:iam/role:Role", this::role)
        .type("aws:iam/rolePolicy:RolePolicy", this::rolePolicy)
        .type("aws:kms/key:Key", this::key);
  }

  private Provisioned role(ResourceRequest request) {
    PolicyDocument.parse(request.inputs().string("assumeRolePolicy"));
    String name = state.physicalName(request, "name");
    return new Provisioned(
        name,
        Map.of(
            "name",
            name,
            "arn",
            arns.global("iam", "role/" + name),
            "uniqueId",
            "AROA" + state.identifier(request.urn(), "unique id", 16)));
  }

  private Provisioned rolePolicy(ResourceRequest request) {
    PolicyDocument.parse(request.inputs().string("policy"));
    String name = state.physicalName(request, "name");
    return new Provisioned(request.inputs().string("role") + ":" + name, Map.of("name", name));
  }

  private Provisioned key(ResourceRequest request) {
    String id = state.identifier(request.urn(), "key id", 32);
    return new Provisioned(id, Map.of("keyId", id, "arn", arns.of("kms", "key/" + id)));
  }
}
