package dev.twinlens.local.deployment;

import dev.twinlens.local.deployment.resources.InputWithoutEffect;
import dev.twinlens.local.deployment.resources.LocalServices;
import dev.twinlens.local.pulumi.Inputs;
import dev.twinlens.local.pulumi.Provider;
import dev.twinlens.local.pulumi.Provisioned;
import dev.twinlens.local.pulumi.ResourceRequest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a deployment publishes in its folder, and again when a change of a resource changes it: with
 * the Pulumi CLI, the storage account and its key exist only after the start.
 */
final class Publication implements Provider {
  private final DataDirectory data;
  private final LocalServices services;
  private Map<String, String> environmentOfCli = Map.of();
  private Map<String, String> environment = Map.of();
  private List<InputWithoutEffect> inputs = List.of();
  private boolean published;

  Publication(DataDirectory data, LocalServices services) {
    this.data = data;
    this.services = services;
  }

  /** Adds the variables with which the Pulumi CLI uses the deployment. */
  synchronized void add(Map<String, String> variables) {
    environmentOfCli = variables;
  }

  synchronized void publish(Map<String, Object> outputs) {
    remember();
    data.publish(outputs, environment, inputs);
    published = true;
  }

  private synchronized void update() {
    if (published && remember()) {
      data.update(environment, inputs);
    }
  }

  private boolean remember() {
    Map<String, String> formerEnvironment = environment;
    List<InputWithoutEffect> formerInputs = inputs;
    environment = new LinkedHashMap<>(services.environment());
    environment.putAll(environmentOfCli);
    inputs = services.provider().inputsWithoutEffect();
    return !environment.equals(formerEnvironment) || !inputs.equals(formerInputs);
  }

  @Override
  public Provisioned provision(ResourceRequest request) {
    Provisioned provisioned = services.provider().provision(request);
    update();
    return provisioned;
  }

  @Override
  public void delete(String urn, String type, String id) {
    services.provider().delete(urn, type, id);
    update();
  }

  @Override
  public Map<String, Object> invoke(String token, Inputs arguments) {
    return services.provider().invoke(token, arguments);
  }
}
