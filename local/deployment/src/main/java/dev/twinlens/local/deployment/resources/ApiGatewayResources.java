package dev.twinlens.local.deployment.resources;

import dev.twinlens.local.apigateway.CorsConfiguration;
import dev.twinlens.local.apigateway.FunctionInvoker;
import dev.twinlens.local.apigateway.Throttling;
import dev.twinlens.local.pulumi.Inputs;
import dev.twinlens.local.pulumi.Provisioned;
import dev.twinlens.local.pulumi.ResourceRequest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * HTTP APIs. Each is served when the whole program has succeeded, at an address that is known from
 * the start.
 */
final class ApiGatewayResources implements AutoCloseable {
  private final FunctionInvoker functions;
  private final Arns arns;
  private final DeploymentState state;
  private final Path accessLog;
  private final Map<String, DeclaredApi> apis = new ConcurrentHashMap<>();
  private boolean active;

  ApiGatewayResources(FunctionInvoker functions, DeploymentContext context) {
    this.functions = functions;
    this.arns = context.arns();
    this.state = context.state();
    this.accessLog = context.dataDirectory().resolve("logs").resolve("api-access.log");
  }

  void register(ProvisionerRegistry registry) {
    registry
        .type("aws:apigatewayv2/api:Api", this::api, this::deleteApi)
        .type(
            "aws:apigatewayv2/integration:Integration",
            this::integration,
            id -> apis.values().forEach(api -> api.removeIntegration(id)))
        .type(
            "aws:apigatewayv2/route:Route",
            this::route,
            id -> apis.values().forEach(api -> api.removeRoute(id)))
        .type(
            "aws:apigatewayv2/stage:Stage",
            this::stage,
            id -> apis.values().forEach(DeclaredApi::removeStage));
  }

  /** Serves what is declared, and what will be. */
  synchronized void activate() {
    active = true;
    apis.values().forEach(DeclaredApi::activate);
  }

  @Override
  public void close() {
    apis.values().forEach(DeclaredApi::close);
  }

  private void deleteApi(String id) {
    Optional.ofNullable(apis.remove(id)).ifPresent(DeclaredApi::close);
  }

  private synchronized DeclaredApi declare(String id) {
    DeclaredApi declared =
        apis.computeIfAbsent(
            id, api -> new DeclaredApi(api, arns, state.bindPort("api"), functions, accessLog));
    if (active) {
      declared.activate();
    }
    return declared;
  }

  private Provisioned api(ResourceRequest request) {
    Inputs inputs = request.inputs();
    inputs.ignore("description", Reasons.DESCRIPTION);
    inputs.requireValue("protocolType", "HTTP");
    String id = state.identifier(request.urn(), "api id", 10);
    DeclaredApi api = declare(id);
    CorsConfiguration cors =
        inputs
            .optionalObject("corsConfiguration")
            .map(ApiGatewayResources::cors)
            .orElseGet(CorsConfiguration::none);
    api.put(cors);
    return new Provisioned(
        id,
        Map.of(
            "name", inputs.optionalString("name").orElse(request.name()),
            "arn", "arn:aws:apigateway:%s::/apis/%s".formatted(arns.region(), id),
            "apiEndpoint", api.address().toString(),
            "executionArn", arns.of("execute-api", id)));
  }

  private static CorsConfiguration cors(Inputs cors) {
    return new CorsConfiguration(
        cors.strings("allowOrigins"),
        cors.strings("allowMethods"),
        cors.strings("allowHeaders"),
        cors.strings("exposeHeaders"),
        Duration.ofSeconds(cors.optionalInteger("maxAge").orElse(0)),
        cors.bool("allowCredentials", false));
  }

  private Provisioned integration(ResourceRequest request) {
    Inputs inputs = request.inputs();
    inputs.requireValue("integrationType", "AWS_PROXY");
    inputs.requireValue("payloadFormatVersion", "2.0");
    inputs.allowValue("integrationMethod", "POST");
    Map<Integer, Map<String, String>> responseParameters = new HashMap<>();
    for (Inputs parameter : inputs.objects("responseParameters")) {
      responseParameters.put(
          Integer.valueOf(parameter.string("statusCode")), parameter.stringMap("mappings"));
    }
    String id = state.identifier(request.urn(), "id", 7);
    apiOf(inputs)
        .put(
            id,
            new DeclaredApi.Integration(
                functionArn(inputs.string("integrationUri")),
                Duration.ofMillis(inputs.optionalInteger("timeoutMilliseconds").orElse(30_000)),
                responseParameters));
    return new Provisioned(id, Map.of());
  }

  /** An integration names the function by its ARN, or by the ARN of its invocation. */
  private static String functionArn(String integrationUri) {
    String invocation = "/functions/";
    int start = integrationUri.indexOf(invocation);
    return start < 0
        ? integrationUri
        : integrationUri.substring(
            start + invocation.length(), integrationUri.lastIndexOf("/invocations"));
  }

  /** Callers are not authorized here, so a route that requires it is refused. */
  private Provisioned route(ResourceRequest request) {
    Inputs inputs = request.inputs();
    inputs.allowValue("authorizationType", "NONE");
    inputs.allowValue("apiKeyRequired", false);
    DeclaredApi api = apiOf(inputs);
    String target = inputs.string("target");
    if (!api.hasIntegration(target)) {
      throw inputs.invalid("target", "is not an integration of the API");
    }
    String id = state.identifier(request.urn(), "id", 7);
    api.put(id, new DeclaredApi.Route(inputs.string("routeKey"), target));
    return new Provisioned(id, Map.of());
  }

  private Provisioned stage(ResourceRequest request) {
    Inputs inputs = request.inputs();
    inputs.requireValue("name", "$default");
    inputs.requireValue("autoDeploy", true);
    DeclaredApi api = apiOf(inputs);
    api.put(
        new DeclaredApi.Stage(
            inputs
                .optionalObject("defaultRouteSettings")
                .map(ApiGatewayResources::throttling)
                .orElseGet(Throttling::accountDefault),
            inputs
                .optionalObject("accessLogSettings")
                .map(ApiGatewayResources::accessLogFormat)
                .orElse("")));
    return new Provisioned(
        "$default",
        Map.of(
            "name",
            "$default",
            "arn",
            "arn:aws:apigateway:%s::/apis/%s/stages/$default".formatted(arns.region(), api.id()),
            "executionArn",
            arns.of("execute-api", api.id() + "/$default"),
            "invokeUrl",
            api.address().toString()));
  }

  private static Throttling throttling(Inputs settings) {
    return new Throttling(
        settings.number("throttlingRateLimit"), settings.integer("throttlingBurstLimit"));
  }

  private static String accessLogFormat(Inputs settings) {
    settings.ignore("destinationArn", "the log is a file, logs/api-access.log");
    return settings.string("format");
  }

  private DeclaredApi apiOf(Inputs part) {
    DeclaredApi api = apis.get(part.string("apiId"));
    if (api == null) {
      throw part.invalid("apiId", "is not an API of this program");
    }
    return api;
  }
}
