package dev.twinlens.local.deployment.resources;

import dev.twinlens.local.apigateway.CorsConfiguration;
import dev.twinlens.local.apigateway.FunctionInvoker;
import dev.twinlens.local.apigateway.HttpApiSpec;
import dev.twinlens.local.apigateway.LocalHttpApi;
import dev.twinlens.local.apigateway.RouteSpec;
import dev.twinlens.local.apigateway.Throttling;
import dev.twinlens.local.pulumi.DeploymentFailure;
import dev.twinlens.local.support.BoundPort;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One HTTP API with what is declared of it so far. Once it is active it is served while it has its
 * stage, as in AWS, and each change restarts its server.
 */
final class DeclaredApi implements AutoCloseable {
  record Integration(
      String functionArn, Duration timeout, Map<Integer, Map<String, String>> responseParameters) {}

  record Route(String routeKey, String target) {}

  /** The only one that an API has here. */
  record Stage(Throttling throttling, String accessLogFormat) {}

  private final String id;
  private final Arns arns;
  private final FunctionInvoker functions;
  private final Path accessLog;
  private final URI address;
  private final Map<String, Integration> integrations = new LinkedHashMap<>();
  private final Map<String, Route> routes = new LinkedHashMap<>();
  private CorsConfiguration cors = CorsConfiguration.none();
  private Optional<Stage> stage = Optional.empty();
  private Optional<LocalHttpApi> server = Optional.empty();
  private BoundPort port;
  private boolean active;

  DeclaredApi(String id, Arns arns, BoundPort port, FunctionInvoker functions, Path accessLog) {
    this.id = id;
    this.arns = arns;
    this.port = port;
    this.address = port.address();
    this.functions = functions;
    this.accessLog = accessLog;
  }

  /** Known before the API is served. */
  URI address() {
    return address;
  }

  String id() {
    return id;
  }

  synchronized void activate() {
    if (!active) {
      active = true;
      serve();
    }
  }

  synchronized void put(CorsConfiguration wanted) {
    cors = wanted;
    serve();
  }

  synchronized void put(String integrationId, Integration integration) {
    integrations.put("integrations/" + integrationId, integration);
    serve();
  }

  synchronized void put(String routeId, Route route) {
    routes.put(routeId, route);
    serve();
  }

  synchronized void put(Stage wanted) {
    stage = Optional.of(wanted);
    serve();
  }

  synchronized boolean hasIntegration(String target) {
    return integrations.containsKey(target);
  }

  synchronized void removeIntegration(String integrationId) {
    if (integrations.remove("integrations/" + integrationId) != null) {
      serve();
    }
  }

  synchronized void removeRoute(String routeId) {
    if (routes.remove(routeId) != null) {
      serve();
    }
  }

  synchronized void removeStage() {
    stage = Optional.empty();
    serve();
  }

  private void serve() {
    if (!active) {
      return;
    }
    if (server.isPresent()) {
      server.get().close();
      server = Optional.empty();
      port = bind(address.getPort());
    }
    server = stage.map(declared -> LocalHttpApi.start(spec(declared), port, functions, accessLog));
  }

  private static BoundPort bind(int port) {
    try {
      return BoundPort.at(port);
    } catch (IOException e) {
      throw new DeploymentFailure("another program has taken the API's port %d".formatted(port), e);
    }
  }

  private HttpApiSpec spec(Stage declared) {
    List<RouteSpec> served = new ArrayList<>();
    for (Route route : routes.values()) {
      Optional.ofNullable(integrations.get(route.target()))
          .ifPresent(integration -> served.add(spec(route, integration)));
    }
    return new HttpApiSpec(
        id,
        arns.accountId(),
        arns.region(),
        cors,
        served,
        declared.throttling(),
        declared.accessLogFormat());
  }

  private static RouteSpec spec(Route route, Integration integration) {
    return new RouteSpec(
        route.routeKey(),
        integration.functionArn(),
        integration.timeout(),
        integration.responseParameters());
  }

  @Override
  public synchronized void close() {
    active = false;
    server.ifPresent(LocalHttpApi::close);
    server = Optional.empty();
    try {
      port.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
