package dev.twinlens.local.pulumi;

import com.google.protobuf.Struct;

/** Creates every registered resource with a provider. */
public final class ProvisioningHandler implements ResourceHandler {
  private final Provider provider;
  private final EngineListener listener;

  public ProvisioningHandler(Provider provider, EngineListener listener) {
    this.provider = provider;
    this.listener = listener;
  }

  @Override
  public ResourceState handle(Registration registration) {
    if (!registration.isCustom()) {
      return ResourceState.ofInputs(registration);
    }
    ResourceRequest resource =
        new ResourceRequest(
            registration.urn(),
            registration.formerUrns(),
            registration.type(),
            registration.name(),
            Inputs.of(PropertyValues.plain(registration.inputs())));
    Provisioned provisioned = provider.provision(resource);
    listener.provisioned(resource);
    Struct outputs =
        registration.inputs().toBuilder()
            .putAllFields(PropertyValues.wire(provisioned.outputs()).getFieldsMap())
            .build();
    return new ResourceState(provisioned.id(), outputs);
  }

  @Override
  public Struct invoke(String token, Struct arguments) {
    return PropertyValues.wire(provider.invoke(token, Inputs.of(PropertyValues.plain(arguments))));
  }
}
