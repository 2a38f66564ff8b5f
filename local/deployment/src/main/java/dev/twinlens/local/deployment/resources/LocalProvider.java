package dev.twinlens.local.deployment.resources;

import dev.twinlens.local.pulumi.Inputs;
import dev.twinlens.local.pulumi.Provider;
import dev.twinlens.local.pulumi.Provisioned;
import dev.twinlens.local.pulumi.ResourceRequest;
import dev.twinlens.local.pulumi.UnsupportedException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Provisions every resource of the stack on the services of this machine. */
public final class LocalProvider implements Provider {
  private final ProvisionerRegistry registry;
  private final DeploymentState state;
  private final DomainNames domainNames;

  LocalProvider(ProvisionerRegistry registry, DeploymentState state, DomainNames domainNames) {
    this.registry = registry;
    this.state = state;
    this.domainNames = domainNames;
  }

  @Override
  public Provisioned provision(ResourceRequest request) {
    ProvisionerRegistry.Entry entry =
        registry
            .type(request.type())
            .orElseThrow(
                () ->
                    new UnsupportedException(
                        "the laptop has no counterpart for %s (resource \"%s\"): add a provisioner"
                                .formatted(request.type(), request.name())
                            + " for it in local/deployment, or leave the resource out"));
    Provisioned provisioned =
        entry
            .provisioner()
            .provision(
                new ResourceRequest(
                    request.urn(),
                    request.type(),
                    request.name(),
                    domainNames.localise(request.inputs())));
    state.record(request.urn(), new DeploymentState.Resource(request.type(), provisioned.id()));
    return provisioned;
  }

  @Override
  public Map<String, Object> invoke(String token, Inputs arguments) {
    return registry
        .function(token)
        .orElseThrow(
            () ->
                new UnsupportedException("the laptop has no counterpart for the function " + token))
        .apply(arguments);
  }

  /**
   * Takes away what an earlier start made and the program no longer declares, but nothing that
   * holds data.
   *
   * @return the URNs of what was removed
   */
  public List<String> removeAllBut(Set<String> declaredUrns) {
    List<String> removed = new ArrayList<>();
    for (Map.Entry<String, DeploymentState.Resource> orphan :
        state.resourcesOtherThan(declaredUrns)) {
      String id = orphan.getValue().id();
      registry
          .type(orphan.getValue().type())
          .flatMap(ProvisionerRegistry.Entry::remover)
          .ifPresent(
              remover -> {
                remover.accept(id);
                state.forget(orphan.getKey());
                removed.add(orphan.getKey());
              });
    }
    return removed;
  }
}
