package dev.twinlens.local.deployment.resources;

import dev.twinlens.local.iam.AccessControl;
import dev.twinlens.local.iam.PolicyDocument;
import dev.twinlens.local.iam.ResourcePolicy;
import dev.twinlens.local.pulumi.Provisioned;
import dev.twinlens.local.pulumi.ResourceRequest;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Roles, their policies and the keys that encrypt functions' environments. */
final class IamResources {
  private final AccessControl access;
  private final Arns arns;
  private final DeploymentState state;
  private final Map<String, PolicyDocument> trustPolicies = new ConcurrentHashMap<>();
  private final Map<String, PolicyDocument> keyPolicies = new ConcurrentHashMap<>();

  IamResources(AccessControl access, Arns arns, DeploymentState state) {
    this.access = access;
    this.arns = arns;
    this.state = state;
    access.include(() -> Map.copyOf(trustPolicies));
    access.include(() -> Map.copyOf(keyPolicies));
  }

  void register(ProvisionerRegistry registry) {
    registry
        .type("aws:iam/role:Role", this::role)
        .type("aws:iam/rolePolicy:RolePolicy", this::rolePolicy)
        .type("aws:kms/key:Key", this::key);
  }

  /** Who may take on a role; nobody without this policy's word. */
  ResourcePolicy trustOf(String roleArn) {
    return required(trustPolicies, roleArn);
  }

  /** Who may use a key; nobody without this policy's word. */
  ResourcePolicy policyOf(String keyArn) {
    return required(keyPolicies, keyArn);
  }

  private static ResourcePolicy required(Map<String, PolicyDocument> policies, String arn) {
    PolicyDocument policy = policies.get(arn);
    if (policy == null) {
      throw new IllegalArgumentException("there is no " + arn);
    }
    return ResourcePolicy.required(arn, policy);
  }

  private Provisioned role(ResourceRequest request) {
    PolicyDocument trust =
        PolicyDocument.resourcePolicy(request.inputs().string("assumeRolePolicy"));
    String name = state.physicalName(request, "name");
    String arn = roleArn(name);
    trustPolicies.put(arn, trust);
    return new Provisioned(
        name,
        Map.of(
            "name",
            name,
            "arn",
            arn,
            "uniqueId",
            "AROA" + state.identifier(request.urn(), "unique id", 16)));
  }

  private Provisioned rolePolicy(ResourceRequest request) {
    String role = request.inputs().string("role");
    String name = state.physicalName(request, "name");
    access.putPolicy(roleArn(role), name, request.inputs().string("policy"));
    return new Provisioned(role + ":" + name, Map.of("name", name));
  }

  private String roleArn(String name) {
    return arns.global("iam", "role/" + name);
  }

  private Provisioned key(ResourceRequest request) {
    String id = state.identifier(request.urn(), "key id", 32);
    String arn = arns.of("kms", "key/" + id);
    keyPolicies.put(arn, PolicyDocument.resourcePolicy(request.inputs().string("policy")));
    return new Provisioned(id, Map.of("keyId", id, "arn", arn));
  }
}
