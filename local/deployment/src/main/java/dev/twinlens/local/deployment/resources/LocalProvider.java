package dev.twinlens.local.deployment.resources;

import dev.twinlens.local.pulumi.Inputs;
import dev.twinlens.local.pulumi.Provider;
import dev.twinlens.local.pulumi.Provisioned;
import dev.twinlens.local.pulumi.ResourceRequest;
import dev.twinlens.local.pulumi.UnsupportedException;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Provisions every resource of the stack on the services of this machine. */
public final class LocalProvider implements Provider {
  private final ProvisionerRegistry registry;
  private final DeploymentState state;
  private final DomainNames domainNames;
  private final Set<InputWithoutEffect> withoutEffect = ConcurrentHashMap.newKeySet();

  LocalProvider(ProvisionerRegistry registry, DeploymentState state, DomainNames domainNames) {
    this.registry = registry;
    this.state = state;
    this.domainNames = domainNames;
  }

  @Override
  public Provisioned provision(ResourceRequest request) {
    Provisioner provisioner =
        registry
            .type(request.type())
            .map(ProvisionerRegistry.Entry::provisioner)
            .orElseThrow(() -> notImplemented(request.toString(), "resource"));
    state.adopt(request.urn(), request.aliases());
    Inputs inputs = request.inputs().rewriting(domainNames::rewriteOrigins);
    Provisioned provisioned = provisioner.provision(request.with(inputs));
    state.record(request.urn(), new DeploymentState.Resource(request.type(), provisioned.id()));
    requireAllRead(inputs, request.type(), request.toString());
    return provisioned;
  }

  @Override
  public Map<String, Object> invoke(String token, Inputs arguments) {
    Map<String, Object> result =
        registry.function(token).orElseThrow(() -> notImplemented(token, "call")).apply(arguments);
    requireAllRead(arguments, token, token);
    return result;
  }

  private static UnsupportedException notImplemented(String what, String kind) {
    return new UnsupportedException(
        "%s is not implemented in local/deployment. Implement it there, or remove the %s from the program."
            .formatted(what, kind));
  }

  private void requireAllRead(Inputs inputs, String type, String owner) {
    inputs.requireAllRead(owner);
    inputs
        .ignored()
        .forEach(
            input -> withoutEffect.add(new InputWithoutEffect(type, input.path(), input.reason())));
  }

  /** What the program set so far that has no effect here, by type and input. */
  public List<InputWithoutEffect> inputsWithoutEffect() {
    return withoutEffect.stream()
        .sorted(
            Comparator.comparing(InputWithoutEffect::type)
                .thenComparing(InputWithoutEffect::input)
                .thenComparing(InputWithoutEffect::reason))
        .toList();
  }

  @Override
  public void delete(String urn, String type, String id) {
    registry.type(type).orElseThrow(() -> notImplemented(type, "resource")).remover().accept(id);
    state.forget(urn);
  }

  /**
   * Deletes the resources of earlier starts that the program no longer declares, but none that
   * holds data.
   *
   * @return the URNs of what was deleted
   */
  public List<String> deleteUndeclared(Set<String> declaredUrns) {
    return state.resourcesOtherThan(declaredUrns).stream()
        .filter(resource -> isRemovable(resource.getValue().type()))
        .map(
            resource -> {
              delete(resource.getKey(), resource.getValue().type(), resource.getValue().id());
              return resource.getKey();
            })
        .toList();
  }

  private boolean isRemovable(String type) {
    return registry.type(type).filter(entry -> !entry.holdsData()).isPresent();
  }
}
