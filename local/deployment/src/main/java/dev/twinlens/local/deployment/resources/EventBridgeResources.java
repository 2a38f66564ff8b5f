package dev.twinlens.local.deployment.resources;

import dev.twinlens.local.eventbridge.EventBridge;
import dev.twinlens.local.pulumi.Inputs;
import dev.twinlens.local.pulumi.Provisioned;
import dev.twinlens.local.pulumi.ResourceRequest;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Scheduled rules and their targets. */
final class EventBridgeResources implements AutoCloseable {
  private final EventBridge eventBridge;
  private final Arns arns;
  private final DeploymentState state;
  private final Map<String, Target> targets = new ConcurrentHashMap<>();

  private record Target(String rule, String arn) {}

  EventBridgeResources(ScheduledFunctions functions, DeploymentContext context) {
    this.eventBridge =
        new EventBridge(
            functions,
            context.dataDirectory().resolve("eventbridge").resolve("rules.json"),
            Clock.systemUTC());
    this.arns = context.arns();
    this.state = context.state();
  }

  void register(ProvisionerRegistry registry) {
    registry
        .type("aws:cloudwatch/eventRule:EventRule", this::rule, eventBridge::deleteRule)
        .type("aws:cloudwatch/eventTarget:EventTarget", this::target, this::removeTarget);
  }

  /** Lets the rules fire: only when the whole program has succeeded. */
  void activate() {
    eventBridge.start();
  }

  EventBridge eventBridge() {
    return eventBridge;
  }

  @Override
  public void close() {
    eventBridge.close();
  }

  private Provisioned rule(ResourceRequest request) {
    Inputs inputs = request.inputs();
    inputs.ignore("description", Reasons.DESCRIPTION);
    String name = state.physicalName(request, "name");
    String arn = arns.of("events", "rule/" + name);
    eventBridge.putRule(name, arn, inputs.string("scheduleExpression"));
    return new Provisioned(name, Map.of("name", name, "arn", arn));
  }

  private Provisioned target(ResourceRequest request) {
    Inputs inputs = request.inputs();
    String rule = inputs.string("rule");
    String arn = inputs.string("arn");
    eventBridge.putTarget(rule, arn);
    String id = rule + "-" + state.identifier(request.urn(), "target id", 8);
    targets.put(id, new Target(rule, arn));
    return new Provisioned(id, Map.of());
  }

  private void removeTarget(String id) {
    Optional.ofNullable(targets.remove(id))
        .ifPresent(target -> eventBridge.removeTarget(target.rule(), target.arn()));
  }
}
