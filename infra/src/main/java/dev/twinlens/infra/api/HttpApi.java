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
import dev.twinlens.infra.functions.JavaFunction;
import dev.twinlens.infra.support.StackContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * An API Gateway HTTP API whose routes are answered by functions. Creates the API, and for each
 * endpoint its {@link JavaFunction} with an integration, routes and permissions to be invoked; and
 * a stage with its access log.
 */
public final class HttpApi extends ComponentResource {
  /**
   * CloudWatch Logs admits deliveries to groups with this prefix by one statement for all of them.
   * For every other group, API Gateway adds one to a policy of the account, which has room for few
   * (Amazon CloudWatch Logs, "Enabling logging from AWS services").
   */
  private static final String DELIVERED_LOGS = "/aws/vendedlogs/";

  /** API Gateway's maximum time for an integration. */
  private static final int MAX_INTEGRATION_MILLISECONDS = 30_000;

  private final Api api;
  private final List<RouteKey> routes;
  private final List<JavaFunction> functions;

  /**
   * What a caller decides.
   *
   * @param endpoints what the API answers
   * @param crossOrigin the only other origin that may call it from a browser, if there is one
   * @param rateLimit steady-state requests per second
   * @param burstLimit maximum number of requests at once
   * @param stack the stack that it belongs to
   */
  public record Args(
      List<Endpoint> endpoints,
      Optional<Output<String>> crossOrigin,
      int rateLimit,
      int burstLimit,
      StackContext stack) {}

  public HttpApi(String name, Args args, ComponentResourceOptions options) {
    super("twinlens:infra:HttpApi", name, options);
    routes = args.endpoints().stream().flatMap(endpoint -> endpoint.routes().stream()).toList();
    var arguments =
        ApiArgs.builder().protocolType("HTTP").description("Twinlens: uploads, labels and search");
    args.crossOrigin().ifPresent(origin -> arguments.corsConfiguration(cors(origin)));
    api = new Api(name, arguments.build(), child());

    var registered = new ArrayList<JavaFunction>();
    var routeResources = new ArrayList<Resource>();
    for (var endpoint : args.endpoints()) {
      var spec = endpoint.function();
      var function =
          new JavaFunction(
              spec.name(),
              new JavaFunction.Args(spec, args.stack()),
              ComponentResourceOptions.builder().parent(this).build());
      registered.add(function);
      var integration = integration(name, endpoint, function);
      endpoint
          .routes()
          .forEach(route -> routeResources.addAll(route(name, route, integration, function)));
    }
    functions = List.copyOf(registered);
    stage(name, args, routeResources);
    registerOutputs(Map.of("url", url()));
  }

  private CustomResourceOptions child() {
    return CustomResourceOptions.builder().parent(this).build();
  }

  private ApiCorsConfigurationArgs cors(Output<String> origin) {
    return ApiCorsConfigurationArgs.builder()
        .allowOrigins(origin.applyValue(List::of))
        .allowMethods(routes.stream().map(RouteKey::method).distinct().sorted().toList())
        .allowHeaders("content-type")
        .exposeHeaders("link", "location", "retry-after")
        .maxAge(3600)
        .build();
  }

  private Integration integration(String name, Endpoint endpoint, JavaFunction function) {
    var spec = endpoint.function();
    return new Integration(
        "%s-%s".formatted(name, spec.name()),
        IntegrationArgs.builder()
            .apiId(api.id())
            .integrationType("AWS_PROXY")
            .integrationMethod("POST")
            .integrationUri(function.arn())
            .payloadFormatVersion("2.0")
            .timeoutMilliseconds(
                Math.toIntExact(Math.min(spec.timeout().toMillis(), MAX_INTEGRATION_MILLISECONDS)))
            .responseParameters(responseParameters(endpoint.responseHeaders()))
            .build(),
        child());
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

  /** A route, and the permission for API Gateway to invoke the function for that route alone. */
  private List<Resource> route(
      String name, RouteKey route, Integration integration, JavaFunction function) {
    var routeName = "%s-%s".formatted(name, route.inName());
    return List.of(
        new Route(
            routeName,
            RouteArgs.builder()
                .apiId(api.id())
                .routeKey(route.text())
                .authorizationType("NONE")
                .target(integration.id().applyValue(id -> "integrations/" + id))
                .build(),
            child()),
        new Permission(
            routeName + "-invoke",
            PermissionArgs.builder()
                .action("lambda:InvokeFunction")
                .function(function.functionName())
                .principal("apigateway.amazonaws.com")
                .sourceArn(api.executionArn().applyValue(arn -> arn + "/*/" + route.inArn()))
                .build(),
            child()));
  }

  /** After the routes, which it deploys. */
  private void stage(String name, Args args, List<Resource> routeResources) {
    var accessLog =
        new LogGroup(
            name + "-access-log",
            LogGroupArgs.builder()
                .name(DELIVERED_LOGS + args.stack().id() + "/api-access")
                .retentionInDays(args.stack().logRetentionDays())
                .build(),
            child());
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
                    .format(AccessLogFormat.format())
                    .build())
            .build(),
        CustomResourceOptions.builder().parent(this).dependsOn(routeResources).build());
  }

  /** Its address, without a slash at the end. */
  public Output<String> url() {
    return api.apiEndpoint();
  }

  /** The paths of its routes: {@code /images/{key+}}. */
  public List<String> paths() {
    return routes.stream().map(RouteKey::path).distinct().sorted().toList();
  }

  public Output<String> apiId() {
    return api.id();
  }

  public List<JavaFunction> functions() {
    return functions;
  }
}
