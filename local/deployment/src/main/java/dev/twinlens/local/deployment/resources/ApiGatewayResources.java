package dev.twinlens.local.deployment.resources;

import dev.twinlens.local.apigateway.CorsConfiguration;
import dev.twinlens.local.apigateway.FunctionInvoker;
import dev.twinlens.local.apigateway.HttpApiSpec;
import dev.twinlens.local.apigateway.LocalHttpApi;
import dev.twinlens.local.apigateway.RouteSpec;
import dev.twinlens.local.apigateway.Throttling;
import dev.twinlens.local.pulumi.Inputs;
import dev.twinlens.local.pulumi.Provisioned;
import dev.twinlens.local.pulumi.ResourceRequest;
import dev.twinlens.local.support.BoundPort;
import dev.twinlens.local.support.CloseableStack;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * HTTP APIs. Each is served when the whole program has succeeded, at an address that is known from
 * the start.
 */
final class ApiGatewayResources implements AutoCloseable {
  private final FunctionInvoker functions;
  private final Arns arns;
  private final DeploymentState state;
  private final Path accessLog;
  private final Map<String, Api> apis = new ConcurrentHashMap<>();
  private final CloseableStack served = new CloseableStack();

  /** One API with what has been declared of it so far; it has one stage at most. */
  private record Api(
      String id,
      BoundPort port,
      CorsConfiguration cors,
      Map<String, Integration> integrations,
      Queue<RouteSpec> routes,
      Queue<Stage> stages) {
    Api(String id, BoundPort port, CorsConfiguration cors) {
      this(
          id,
          port,
          cors,
          new ConcurrentHashMap<>(),
          new ConcurrentLinkedQueue<>(),
          new ConcurrentLinkedQueue<>());
    }
  }

  private record Integration(
      String functionArn, Duration timeout, Map<Integer, Map<String, String>> responseParameters) {}

  private record Stage(Throttling throttling, String accessLogFormat) {}

  ApiGatewayResources(FunctionInvoker functions, DeploymentContext context) {
    this.functions = functions;
    this.arns = context.arns();
    this.state = context.state();
    this.accessLog = context.dataDirectory().resolve("logs").resolve("api-access.log");
  }

  void register(ProvisionerRegistry registry) {
    registry
        .type("aws:apigatewayv2/api:Api", this::api)
        .type("aws:apigatewayv2/integration:Integration", this::integration)
        .type("aws:apigatewayv2/route:Route", this::route)
        .type("aws:apigatewayv2/stage:Stage", this::stage);
  }

  /** Serves what has been declared. As in AWS, an API without its stage has no address. */
  void activate() {
    for (Api api : apis.values()) {
      for (Stage stage : api.stages()) {
        served.add(LocalHttpApi.start(spec(api, stage), api.port(), functions, accessLog));
      }
    }
  }

  private HttpApiSpec spec(Api api, Stage stage) {
    return new HttpApiSpec(
        api.id(),
        arns.accountId(),
        arns.region(),
        api.cors(),
        List.copyOf(api.routes()),
        stage.throttling(),
        stage.accessLogFormat());
  }

  @Override
  public void close() {
    served.close();
  }

  private Provisioned api(ResourceRequest request) {
    Inputs inputs = request.inputs();
    inputs.ignore("description", Reasons.DESCRIPTION);
    inputs.requireValue("protocolType", "HTTP");
    String id = state.identifier(request.urn(), "api id", 10);
    BoundPort port = served.add(state.bindPort("api"));
    CorsConfiguration cors =
        inputs
            .optionalObject("corsConfiguration")
            .map(ApiGatewayResources::cors)
            .orElseGet(CorsConfiguration::none);
    apis.put(id, new Api(id, port, cors));
    return new Provisioned(
        id,
        Map.of(
            "name", inputs.optionalString("name").orElse(request.name()),
            "arn", "arn:aws:apigateway:%s::/apis/%s".formatted(arns.region(), id),
            "apiEndpoint", port.address().toString(),
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
        .integrations()
        .put(
            "integrations/" + id,
            new Integration(
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
    Api api = apiOf(inputs);
    Integration integration = api.integrations().get(inputs.string("target"));
    if (integration == null) {
      throw inputs.invalid("target", "is not an integration of the API");
    }
    api.routes()
        .add(
            new RouteSpec(
                inputs.string("routeKey"),
                integration.functionArn(),
                integration.timeout(),
                integration.responseParameters()));
    return new Provisioned(state.identifier(request.urn(), "id", 7), Map.of());
  }

  private Provisioned stage(ResourceRequest request) {
    Inputs inputs = request.inputs();
    inputs.requireValue("name", "$default");
    inputs.requireValue("autoDeploy", true);
    Api api = apiOf(inputs);
    api.stages()
        .add(
            new Stage(
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
            api.port().address().toString()));
  }

  private static Throttling throttling(Inputs settings) {
    return new Throttling(
        settings.number("throttlingRateLimit"), settings.integer("throttlingBurstLimit"));
  }

  private static String accessLogFormat(Inputs settings) {
    settings.ignore("destinationArn", "the log is a file, logs/api-access.log");
    return settings.string("format");
  }

  private Api apiOf(Inputs part) {
    Api api = apis.get(part.string("apiId"));
    if (api == null) {
      throw part.invalid("apiId", "is not an API of this program");
    }
    return api;
  }
}
