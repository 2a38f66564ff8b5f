package dev.twinlens.infra.api;

import com.pulumi.aws.apigatewayv2.Api;
import com.pulumi.aws.apigatewayv2.ApiArgs;
import com.pulumi.aws.apigatewayv2.Integration;
import com.pulumi.aws.apigatewayv2.IntegrationArgs;
import com.pulumi.aws.apigatewayv2.Route;
import com.pulumi.aws.apigatewayv2.RouteArgs;
import com.pulumi.aws.apigatewayv2.Stage;
import com.pulumi.aws.apigatewayv2.StageArgs;
import com.pulumi.aws.apigatewayv2.inputs.ApiCorsConfigurationArgs;
import com.pulumi.aws.apigatewayv2.inputs.IntegrationResponseParameterArgs;
import com.pulumi.aws.apigatewayv2.inputs.StageAccessLogSettingsArgs;
import com.pulumi.aws.apigatewayv2.inputs.StageDefaultRouteSettingsArgs;
import com.pulumi.aws.cloudwatch.LogGroup;
import com.pulumi.aws.cloudwatch.LogGroupArgs;
import com.pulumi.aws.lambda.Permission;
import com.pulumi.aws.lambda.PermissionArgs;
import com.pulumi.core.Output;
import com.pulumi.resources.ComponentResource;
import com.pulumi.resources.ComponentResourceOptions;
import com.pulumi.resources.CustomResourceOptions;
import com.pulumi.resources.Resource;
import dev.twinlens.infra.functions.FunctionSpec;
import dev.twinlens.infra.functions.JavaFunction;
import dev.twinlens.infra.support.Deployment;
import dev.twinlens.infra.support.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** An API Gateway HTTP API whose routes are answered by functions. */
public final class HttpApi extends ComponentResource {
  /** API Gateway ends a request to an integration after this at the latest. */
  private static final int LONGEST_MILLISECONDS = 30_000;

  private static final List<String> LOGGED =
      List.of(
          "requestId",
          "requestTime",
          "httpMethod",
          "routeKey",
          "path",
          "status",
          "protocol",
          "responseLength",
          "responseLatency",
          "integrationLatency",
          "integrationErrorMessage");

  private final Api api;
  private final List<String> paths;
  private final List<JavaFunction> functions = new ArrayList<>();

  /**
   * A function and what it answers.
   *
   * @param function the function; its event is an HTTP event of payload version 2.0
   * @param routeKeys a method and a path each
   * @param responseHeaders headers to append to an answer, by status
   */
  public record Endpoint(
      FunctionSpec function,
      List<String> routeKeys,
      Map<Integer, Map<String, String>> responseHeaders) {
    public Endpoint(FunctionSpec function, String... routeKeys) {
      this(function, List.of(routeKeys), Map.of());
    }
  }

  /**
   * What a caller decides.
   *
   * @param endpoints what the API answers
   * @param crossOrigin the only other origin that may call it from a browser, if there is one
   * @param rateLimit requests per second in the long run
   * @param burstLimit requests at once
   * @param deployment where it runs
   */
  public record Args(
      List<Endpoint> endpoints,
      Optional<Output<String>> crossOrigin,
      int rateLimit,
      int burstLimit,
      Deployment deployment) {}

  public HttpApi(String name, Args args, ComponentResourceOptions options) {
    super("twinlens:infra:HttpApi", name, options);
    var child = CustomResourceOptions.builder().parent(this).build();
    var arguments =
        ApiArgs.builder().protocolType("HTTP").description("Twinlens: uploads, labels and search");
    args.crossOrigin()
        .ifPresent(origin -> arguments.corsConfiguration(cors(origin, args.endpoints())));
    api = new Api(name, arguments.build(), child);
    paths =
        args.endpoints().stream()
            .flatMap(endpoint -> endpoint.routeKeys().stream())
            .map(routeKey -> routeKey.substring(routeKey.indexOf('/')))
            .distinct()
            .sorted()
            .toList();

    var routes = new ArrayList<Resource>();
    for (var endpoint : args.endpoints()) {
      routes.addAll(register(name, endpoint, args.deployment()));
    }

    var accessLog =
        new LogGroup(
            name + "-access-log",
            LogGroupArgs.builder().retentionInDays(args.deployment().logRetentionDays()).build(),
            child);
    // After the routes: the stage deploys what is there.
    new Stage(
        name + "-stage",
        StageArgs.builder()
            .apiId(api.id())
            .name("$default")
            .autoDeploy(true)
            .defaultRouteSettings(
                StageDefaultRouteSettingsArgs.builder()
                    .throttlingRateLimit((double) args.rateLimit())
                    .throttlingBurstLimit(args.burstLimit())
                    .build())
            .accessLogSettings(
                StageAccessLogSettingsArgs.builder()
                    .destinationArn(accessLog.arn())
                    .format(accessLogFormat())
                    .build())
            .build(),
        CustomResourceOptions.builder().parent(this).dependsOn(routes).build());
    registerOutputs(Map.of("url", url()));
  }

  private static ApiCorsConfigurationArgs cors(Output<String> origin, List<Endpoint> endpoints) {
    return ApiCorsConfigurationArgs.builder()
        .allowOrigins(origin.applyValue(List::of))
        .allowMethods(methods(endpoints))
        .allowHeaders("content-type")
        .exposeHeaders("link", "location", "retry-after")
        .maxAge(3600)
        .build();
  }

  private List<Resource> register(String name, Endpoint endpoint, Deployment deployment) {
    var child = CustomResourceOptions.builder().parent(this).build();
    var spec = endpoint.function();
    var function =
        new JavaFunction(
            spec.name(),
            new JavaFunction.Args(spec, deployment),
            ComponentResourceOptions.builder().parent(this).build());
    functions.add(function);
    var integration =
        new Integration(
            "%s-%s".formatted(name, spec.name()),
            IntegrationArgs.builder()
                .apiId(api.id())
                .integrationType("AWS_PROXY")
                .integrationMethod("POST")
                .integrationUri(function.arn())
                .payloadFormatVersion("2.0")
                .timeoutMilliseconds(
                    Math.toIntExact(Math.min(spec.timeout().toMillis(), LONGEST_MILLISECONDS)))
                .responseParameters(responseParameters(endpoint.responseHeaders()))
                .build(),
            child);
    var routes = new ArrayList<Resource>();
    for (var routeKey : endpoint.routeKeys()) {
      var slug = slug(routeKey);
      routes.add(
          new Route(
              "%s-%s".formatted(name, slug),
              RouteArgs.builder()
                  .apiId(api.id())
                  .routeKey(routeKey)
                  .authorizationType("NONE")
                  .target(integration.id().applyValue(id -> "integrations/" + id))
                  .build(),
              child));
      routes.add(
          new Permission(
              "%s-%s-invoke".formatted(name, slug),
              PermissionArgs.builder()
                  .action("lambda:InvokeFunction")
                  .function(function.functionName())
                  .principal("apigateway.amazonaws.com")
                  .sourceArn(api.executionArn().applyValue(arn -> arn + "/*/" + path(routeKey)))
                  .build(),
              child));
    }
    return routes;
  }

  /** The methods that there are routes for. */
  private static List<String> methods(List<Endpoint> endpoints) {
    return endpoints.stream()
        .flatMap(endpoint -> endpoint.routeKeys().stream())
        .map(routeKey -> routeKey.substring(0, routeKey.indexOf(' ')))
        .distinct()
        .sorted()
        .toList();
  }

  /** {@code GET /images/{key+}} as in an execution ARN: {@code GET/images/{key+}}. */
  private static String path(String routeKey) {
    return routeKey.replace(" ", "");
  }

  /** {@code GET /images/{key+}} as a name: {@code get-images-key}. */
  private static String slug(String routeKey) {
    return routeKey.toLowerCase(Locale.ROOT).replaceAll("[^a-z]+", "-").replaceAll("^-|-$", "");
  }

  private static List<IntegrationResponseParameterArgs> responseParameters(
      Map<Integer, Map<String, String>> headersByStatus) {
    var parameters = new ArrayList<IntegrationResponseParameterArgs>();
    new TreeMap<>(headersByStatus)
        .forEach(
            (status, headers) -> {
              var mappings = new TreeMap<String, String>();
              headers.forEach((header, value) -> mappings.put("append:header." + header, value));
              parameters.add(
                  IntegrationResponseParameterArgs.builder()
                      .statusCode(String.valueOf(status))
                      .mappings(mappings)
                      .build());
            });
    return parameters;
  }

  /** One JSON object a line. */
  private static String accessLogFormat() {
    var format = new TreeMap<String, String>();
    LOGGED.forEach(variable -> format.put(variable, "$context." + variable));
    format.put("sourceIp", "$context.identity.sourceIp");
    format.put("userAgent", "$context.identity.userAgent");
    return Json.write(format);
  }

  /** Where it answers, without a slash at the end. */
  public Output<String> url() {
    return api.apiEndpoint();
  }

  /** The paths that it answers, as in its route keys: {@code /images/{key+}}. */
  public List<String> paths() {
    return paths;
  }

  public Output<String> apiId() {
    return api.id();
  }

  public List<JavaFunction> functions() {
    return List.copyOf(functions);
  }
}
