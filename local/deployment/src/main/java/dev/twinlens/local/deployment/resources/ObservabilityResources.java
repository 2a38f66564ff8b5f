package dev.twinlens.local.deployment.resources;

import dev.twinlens.local.pulumi.Provisioned;
import dev.twinlens.local.pulumi.ResourceRequest;
import java.util.Map;

/**
 * Resources that only observe the system, accepted as a whole.
 *
 * <p>There is no CloudWatch on this machine: the functions' logs are files in the data folder, no
 * metric is derived from them, no alarm fires, no dashboard is drawn and no cost arises. Other
 * resources depend on one thing only: the ARN of a log group, to which a function's role must be
 * allowed to write before its log is kept.
 */
final class ObservabilityResources {
  private static final String REASON = "there is no CloudWatch here; logs are files";

  private final Arns arns;
  private final DeploymentState state;

  ObservabilityResources(DeploymentContext context) {
    this.arns = context.arns();
    this.state = context.state();
  }

  void register(ProvisionerRegistry registry) {
    registry
        .type("aws:cloudwatch/logGroup:LogGroup", request -> named(request, "logs", "log-group:"))
        .type(
            "aws:cloudwatch/metricAlarm:MetricAlarm",
            request -> named(request, "cloudwatch", "alarm:"))
        .type(
            "aws:cloudwatch/logMetricFilter:LogMetricFilter",
            request -> named(request, "logs", "metric-filter:"))
        .type("aws:cloudwatch/dashboard:Dashboard", this::dashboard)
        .type("aws:budgets/budget:Budget", this::budget);
  }

  private Provisioned named(ResourceRequest request, String service, String resourcePrefix) {
    String name = state.physicalName(request, "name");
    request.inputs().ignoreOthers(REASON);
    return new Provisioned(
        name, Map.of("name", name, "arn", arns.of(service, resourcePrefix + name)));
  }

  private Provisioned budget(ResourceRequest request) {
    String name = state.physicalName(request, "name");
    request.inputs().ignoreOthers("nothing is billed here");
    return new Provisioned(
        name, Map.of("name", name, "arn", arns.global("budgets", "budget/" + name)));
  }

  private Provisioned dashboard(ResourceRequest request) {
    String name = request.inputs().string("dashboardName");
    request.inputs().ignoreOthers(REASON);
    return new Provisioned(
        name, Map.of("dashboardArn", arns.global("cloudwatch", "dashboard/" + name)));
  }
}
