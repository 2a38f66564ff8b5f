package dev.twinlens.e2e;

import dev.twinlens.local.deployment.DeploymentListener;
import dev.twinlens.local.pulumi.ResourceRequest;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Records which routes the program registers. */
final class Routes implements DeploymentListener {
  private final Set<String> keys = ConcurrentHashMap.newKeySet();

  /** The routes, as API Gateway writes them. */
  Set<String> keys() {
    return keys;
  }

  @Override
  public void phase(String name) {}

  @Override
  public void provisioned(ResourceRequest request) {
    if (request.type().equals("aws:apigatewayv2/route:Route")) {
      keys.add(request.inputs().string("routeKey"));
    }
  }

  @Override
  public void message(Severity severity, String text) {}
}
