package dev.twinlens.local.deployment.resources;

import dev.twinlens.local.iam.AccessControl;
import dev.twinlens.local.iam.PolicyDocument;
import dev.twinlens.local.iam.ResourcePolicy;
import dev.twinlens.local.pulumi.Inputs;
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

  IamResources(AccessControl access, DeploymentContext context) {
    this.access = access;
    this.arns = context.arns();
    this.state = context.state();
    access.include(() -> Map.copyOf(trustPolicies));
    access.include(() -> Map.copyOf(keyPolicies));
  }

  void register(ProvisionerRegistry registry) {
    registry
        .type("aws:iam/role:Role", this::role, name -> trustPolicies.remove(roleArn(name)))
        .type("aws:iam/rolePolicy:RolePolicy", this::rolePolicy, this::removeRolePolicy)
        .type("aws:kms/key:Key", this::key, id -> keyPolicies.remove(keyArn(id)));
  }

  /** Who may assume a role: only principals that this trust policy allows. */
  ResourcePolicy trustOf(String roleArn) {
    return required(trustPolicies, roleArn);
  }

  /** Who may use a key: only principals that this key policy allows. */
  ResourcePolicy policyOf(String keyArn) {
    return required(keyPolicies, keyArn);
  }

  private static ResourcePolicy required(Map<String, PolicyDocument> policies, String arn) {
    PolicyDocument policy = policies.get(arn);
    if (policy == null) {
      throw new IllegalArgumentException(arn + " does not exist");
    }
    return ResourcePolicy.required(arn, policy);
  }

  private Provisioned role(ResourceRequest request) {
    Inputs inputs = request.inputs();
    inputs.ignore("description", Reasons.DESCRIPTION);
    PolicyDocument trust = PolicyDocument.resourcePolicy(inputs.string("assumeRolePolicy"));
    String name = state.physicalName(request, "name");
    String arn = roleArn(name);
    trustPolicies.put(arn, trust);
    String uniqueId = "AROA" + state.identifier(request.urn(), "unique id", 16);
    return new Provisioned(name, Map.of("name", name, "arn", arn, "uniqueId", uniqueId));
  }

  private Provisioned rolePolicy(ResourceRequest request) {
    String role = request.inputs().string("role");
    String name = state.physicalName(request, "name");
    access.putPolicy(roleArn(role), name, request.inputs().string("policy"));
    return new Provisioned(role + ":" + name, Map.of("name", name));
  }

  /**
   * @param id {@code ROLE:NAME}
   */
  private void removeRolePolicy(String id) {
    String[] roleAndName = id.split(":", 2);
    access.removePolicy(roleArn(roleAndName[0]), roleAndName[1]);
  }

  private String keyArn(String id) {
    return arns.of("kms", "key/" + id);
  }

  private String roleArn(String name) {
    return arns.global("iam", "role/" + name);
  }

  private Provisioned key(ResourceRequest request) {
    Inputs inputs = request.inputs();
    inputs.ignore("description", Reasons.DESCRIPTION);
    inputs.ignore("enableKeyRotation", "the key has a policy here, and no key material");
    inputs.ignore("deletionWindowInDays", "the key has a policy here, and no key material");
    String id = state.identifier(request.urn(), "key id", 32);
    String arn = keyArn(id);
    keyPolicies.put(arn, PolicyDocument.resourcePolicy(inputs.string("policy")));
    return new Provisioned(id, Map.of("keyId", id, "arn", arn));
  }
}
