package dev.twinlens.local.deployment.resources;

import dev.twinlens.local.pulumi.Provisioned;
import dev.twinlens.local.pulumi.ResourceRequest;
import java.util.Map;

/**
 * What watches the system but carries none of its work.
 *
 * <p>A laptop has no CloudWatch: the functions' logs are files in the data folder, read by the
 * person at the keyboard, so no metric is derived from them, no alarm fires and there is nothing to
 * draw on a dashboard. The program's other resources depend on these for one thing only: a log
 * group's ARN, on which a function's role has to be allowed to write before its log is kept.
 */
final class ObservabilityResources {
  private final Arns arns;
  private final DeploymentState state;

  ObservabilityResources(Arns arns, DeploymentState state) {
    this.arns = arns;
    this.state = state;
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
        .type("aws:cloudwatch/dashboard:Dashboard", this::dashboard);
  }

  private Provisioned named(ResourceRequest request, String service, String resourcePrefix) {
    String name = state.physicalName(request, "name");
    return new Provisioned(
        name, Map.of("name", name, "arn", arns.of(service, resourcePrefix + name)));
  }

  private Provisioned dashboard(ResourceRequest request) {
    String name = request.inputs().string("dashboardName");
    return new Provisioned(
        name, Map.of("dashboardArn", arns.global("cloudwatch", "dashboard/" + name)));
  }
}
