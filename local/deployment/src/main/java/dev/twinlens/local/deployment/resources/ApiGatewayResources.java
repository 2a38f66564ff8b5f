package dev.twinlens.local.deployment.resources;

import dev.twinlens.local.apigateway.CorsConfiguration;
import dev.twinlens.local.apigateway.HttpApiSpec;
import dev.twinlens.local.apigateway.LocalHttpApi;
import dev.twinlens.local.apigateway.RouteSpec;
import dev.twinlens.local.apigateway.Throttling;
import dev.twinlens.local.deployment.engine.Inputs;
import dev.twinlens.local.deployment.engine.Provisioned;
import dev.twinlens.local.deployment.engine.ResourceRequest;
import dev.twinlens.local.lambda.LambdaService;
import dev.twinlens.local.support.CloseableStack;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * HTTP APIs. Their parts arrive one by one and in any order; each API is served once the whole
 * program has succeeded, at an address that is known from the start.
 */
final class ApiGatewayResources implements AutoCloseable {
  private static final String DEFAULT_STAGE = "$default";

  private final LambdaService lambda;
  private final Arns arns;
  private final DeploymentState state;
  private final Path logDirectory;
  private final Map<String, Declared> apis = new ConcurrentHashMap<>();
  private final CloseableStack served = new CloseableStack();

  /** One API with the parts that have been declared so far. */
  private record Declared(
      int port,
      Inputs api,
      Map<String, Inputs> integrations,
      Map<String, Inputs> routes,
      Map<String, Inputs> stages) {
    Declared(int port, Inputs api) {
      this(
          port,
          api,
          new ConcurrentHashMap<>(),
          new ConcurrentHashMap<>(),
          new ConcurrentHashMap<>());
    }
  }

  ApiGatewayResources(LambdaService lambda, Arns arns, DeploymentState state, Path logDirectory) {
    this.lambda = lambda;
    this.arns = arns;
    this.state = state;
    this.logDirectory = logDirectory;
  }

  void register(ProvisionerRegistry registry) {
    registry
        .type("aws:apigatewayv2/api:Api", this::api)
        .type("aws:apigatewayv2/integration:Integration", this::integration)
        .type("aws:apigatewayv2/route:Route", this::route)
        .type("aws:apigatewayv2/stage:Stage", this::stage);
  }

  /** Serves what has been declared. An API without its default stage answers nobody, as in AWS. */
  void activate() {
    apis.forEach(
        (id, declared) -> {
          Inputs stage = declared.stages().get(DEFAULT_STAGE);
          if (stage != null) {
            served.add(
                LocalHttpApi.start(
                    spec(id, declared, stage),
                    declared.port(),
                    new GatewayFunctions(lambda),
                    logDirectory.resolve("api-access.log")));
          }
        });
  }

  @Override
  public void close() {
    served.close();
  }

  private Provisioned api(ResourceRequest request) {
    String id = state.identifier(request.urn(), "api id", 10);
    int port = state.port("api");
    apis.put(id, new Declared(port, request.inputs()));
    return new Provisioned(
        id,
        Map.of(
            "name", request.inputs().optionalString("name").orElse(request.name()),
            "arn", "arn:aws:apigateway:%s::/apis/%s".formatted(arns.region(), id),
            "apiEndpoint", "http://127.0.0.1:" + port,
            "executionArn", arns.of("execute-api", id)));
  }

  private Provisioned integration(ResourceRequest request) {
    Inputs inputs = request.inputs();
    if (!inputs.string("integrationType").equals("AWS_PROXY")
        || !inputs.string("payloadFormatVersion").equals("2.0")) {
      throw new IllegalArgumentException(
          "the laptop's APIs call functions (AWS_PROXY) with payload format 2.0");
    }
    String id = state.identifier(request.urn(), "id", 7);
    declared(inputs).integrations().put(id, inputs);
    return new Provisioned(id, Map.of());
  }

  /** Who may call it is not looked at: so no route that asks for more is served. */
  private Provisioned route(ResourceRequest request) {
    Inputs inputs = request.inputs();
    String authorization = inputs.optionalString("authorizationType").orElse("NONE");
    if (!authorization.equals("NONE") || inputs.bool("apiKeyRequired", false)) {
      throw new IllegalArgumentException(
          "the laptop's routes are open: they have no authorizationType %s and no API keys"
              .formatted(authorization));
    }
    inputs.requireNone("the laptop's routes", "authorizerId", "authorizationScopes");
    String id = state.identifier(request.urn(), "id", 7);
    declared(inputs).routes().put(id, inputs);
    return new Provisioned(id, Map.of());
  }

  private Provisioned stage(ResourceRequest request) {
    Inputs inputs = request.inputs();
    String name = inputs.optionalString("name").orElse(request.name());
    if (!name.equals(DEFAULT_STAGE)) {
      throw new IllegalArgumentException("the laptop's APIs have the stage $default, not " + name);
    }
    declared(inputs).stages().put(name, inputs);
    String apiId = inputs.string("apiId");
    return new Provisioned(
        name,
        Map.of(
            "name",
            name,
            "arn",
            "arn:aws:apigateway:%s::/apis/%s/stages/%s".formatted(arns.region(), apiId, name),
            "executionArn",
            arns.of("execute-api", apiId + "/" + name),
            "invokeUrl",
            "http://127.0.0.1:" + declared(inputs).port()));
  }

  private Declared declared(Inputs part) {
    Declared declared = apis.get(part.string("apiId"));
    if (declared == null) {
      throw new IllegalArgumentException("there is no API " + part.string("apiId"));
    }
    return declared;
  }

  private HttpApiSpec spec(String id, Declared declared, Inputs stage) {
    return new HttpApiSpec(
        id,
        arns.accountId(),
        arns.region(),
        declared
            .api()
            .optionalObject("corsConfiguration")
            .map(ApiGatewayResources::cors)
            .orElseGet(CorsConfiguration::none),
        declared.routes().values().stream().map(route -> routeSpec(declared, route)).toList(),
        stage
            .optionalObject("defaultRouteSettings")
            .map(ApiGatewayResources::throttling)
            .orElseGet(Throttling::accountDefault),
        stage
            .optionalObject("accessLogSettings")
            .map(settings -> settings.string("format"))
            .orElse(""));
  }

  private static RouteSpec routeSpec(Declared declared, Inputs route) {
    String target = route.string("target");
    Inputs integration = declared.integrations().get(target.substring(target.lastIndexOf('/') + 1));
    if (integration == null) {
      throw new IllegalArgumentException(
          "the route %s has no integration %s".formatted(route.string("routeKey"), target));
    }
    return new RouteSpec(
        route.string("routeKey"),
        functionArn(integration.string("integrationUri")),
        Duration.ofMillis(integration.optionalInteger("timeoutMilliseconds").orElse(30_000)),
        responseParameters(integration));
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

  private static Map<Integer, Map<String, String>> responseParameters(Inputs integration) {
    Map<Integer, Map<String, String>> byStatus = new HashMap<>();
    for (Inputs parameter : integration.objects("responseParameters")) {
      byStatus.put(
          Integer.valueOf(parameter.string("statusCode")), parameter.stringMap("mappings"));
    }
    return byStatus;
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

  private static Throttling throttling(Inputs settings) {
    return new Throttling(
        settings.value("throttlingRateLimit", Double.class),
        settings.integer("throttlingBurstLimit"));
  }
}
