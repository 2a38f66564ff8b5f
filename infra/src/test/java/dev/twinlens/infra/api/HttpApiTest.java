package dev.twinlens.infra.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.pulumi.core.Output;
import dev.twinlens.infra.Recordings;
import dev.twinlens.infra.functions.FunctionSpec;
import dev.twinlens.infra.graph.FakeClouds;
import dev.twinlens.infra.graph.RecordedResource;
import dev.twinlens.infra.graph.RecordedStack;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HttpApiTest {
  private static final AtomicReference<HttpApi> API = new AtomicReference<>();

  private static RecordedStack program;

  private static FunctionSpec function(String name, Duration timeout) {
    return new FunctionSpec(name, "Nothing works.", timeout, 256, Map.of(), Map.of(), List.of());
  }

  @BeforeAll
  static void register() {
    program = program(Optional.of(Output.of("https://page.example")));
  }

  private static RecordedStack program(Optional<Output<String>> crossOrigin) {
    return Recordings.ofComponent(
        options ->
            API.set(
                new HttpApi(
                    "shop",
                    new HttpApi.Args(
                        List.of(
                            Endpoint.of(
                                function("browse", Duration.ofSeconds(10)),
                                "GET /things",
                                "GET /things/{key+}"),
                            Endpoint.of(
                                    function("order", Duration.ofSeconds(60)),
                                    "POST /orders",
                                    "POST /things")
                                .adding(413, Map.of("link", "</bulk>; rel=\"alternate\""))),
                        crossOrigin,
                        20,
                        40,
                        Recordings.stack()),
                    options)));
  }

  @Test
  void consistsOfFunctionsWithTheirRoutes() {
    assertThat(program.childrenOf("shop"))
        .extracting(RecordedResource::toString)
        .containsExactlyInAnyOrder(
            "aws:apigatewayv2/api:Api shop",
            "twinlens:infra:JavaFunction browse",
            "aws:apigatewayv2/integration:Integration shop-browse",
            "aws:apigatewayv2/route:Route shop-get-things",
            "aws:lambda/permission:Permission shop-get-things-invoke",
            "aws:apigatewayv2/route:Route shop-get-things-key",
            "aws:lambda/permission:Permission shop-get-things-key-invoke",
            "twinlens:infra:JavaFunction order",
            "aws:apigatewayv2/integration:Integration shop-order",
            "aws:apigatewayv2/route:Route shop-post-orders",
            "aws:lambda/permission:Permission shop-post-orders-invoke",
            "aws:apigatewayv2/route:Route shop-post-things",
            "aws:lambda/permission:Permission shop-post-things-invoke",
            "aws:cloudwatch/logGroup:LogGroup shop-access-log",
            "aws:apigatewayv2/stage:Stage shop-stage");
  }

  @Test
  void allowsOnlyThePageInBrowsers() {
    assertThat(program.resource("aws:apigatewayv2/api:Api", "shop").input("corsConfiguration"))
        .isEqualTo(
            Map.of(
                "allowOrigins", List.of("https://page.example"),
                "allowMethods", List.of("GET", "POST"),
                "allowHeaders", List.of("content-type"),
                "exposeHeaders", List.of("link", "location", "retry-after"),
                "maxAge", 3600.0));
  }

  @Test
  void allowsNoOtherOriginWhenThePageIsServedBesideIt() {
    assertThat(program(Optional.empty()).resource("aws:apigatewayv2/api:Api", "shop").inputs())
        .doesNotContainKey("corsConfiguration");
  }

  @Test
  void listsEachOfItsPathsOnce() {
    assertThat(API.get().paths()).containsExactly("/orders", "/things", "/things/{key+}");
  }

  @Test
  void passesRequestsToTheFunction() {
    assertThat(program.resource("aws:apigatewayv2/integration:Integration", "shop-browse").inputs())
        .isEqualTo(
            Map.of(
                "apiId", "shop-id",
                "integrationType", "AWS_PROXY",
                "integrationMethod", "POST",
                "integrationUri", FakeClouds.arn("lambda", "function:browse-1a2b3c4"),
                "payloadFormatVersion", "2.0",
                "timeoutMilliseconds", 10_000.0,
                "responseParameters", List.of()));
  }

  @Test
  void waitsNoLongerThanApiGatewayCan() {
    assertThat(
            program
                .resource("aws:apigatewayv2/integration:Integration", "shop-order")
                .input("timeoutMilliseconds"))
        .isEqualTo(30_000.0);
  }

  @Test
  void addsHeadersToResponsesWithAStatus() {
    assertThat(
            program
                .resource("aws:apigatewayv2/integration:Integration", "shop-order")
                .input("responseParameters"))
        .isEqualTo(
            List.of(
                Map.of(
                    "statusCode",
                    "413",
                    "mappings",
                    Map.of("append:header.link", "</bulk>; rel=\"alternate\""))));
  }

  @ParameterizedTest
  @CsvSource({
    "get-things, GET /things, browse, GET/things",
    "get-things-key, GET /things/{key+}, browse, GET/things/{key+}",
    "post-orders, POST /orders, order, POST/orders"
  })
  void invokesTheFunctionForItsRoutesOnly(
      String name, String routeKey, String function, String path) {
    assertThat(program.resource("aws:apigatewayv2/route:Route", "shop-" + name).inputs())
        .isEqualTo(
            Map.of(
                "apiId",
                "shop-id",
                "routeKey",
                routeKey,
                "authorizationType",
                "NONE",
                "target",
                "integrations/shop-%s-id".formatted(function)));
    assertThat(
            program
                .resource("aws:lambda/permission:Permission", "shop-" + name + "-invoke")
                .inputs())
        .isEqualTo(
            Map.of(
                "action",
                "lambda:InvokeFunction",
                "function",
                function + "-1a2b3c4",
                "principal",
                "apigateway.amazonaws.com",
                "sourceArn",
                FakeClouds.arn("execute-api", "shop-id/*/" + path)));
  }

  @Test
  void throttlesAndDeploysItself() {
    var stage = program.resource("aws:apigatewayv2/stage:Stage", "shop-stage");
    assertThat(stage.input("name")).isEqualTo("$default");
    assertThat(stage.input("autoDeploy")).isEqualTo(true);
    assertThat(stage.input("defaultRouteSettings"))
        .isEqualTo(Map.of("throttlingRateLimit", 20.0, "throttlingBurstLimit", 40.0));
    assertThat(stage.dependencyNames())
        .contains("shop-get-things", "shop-get-things-invoke", "shop-post-orders");
  }

  @Test
  void logsEveryRequestAsJson() {
    var stage = program.resource("aws:apigatewayv2/stage:Stage", "shop-stage");
    assertThat(stage.input("accessLogSettings.destinationArn"))
        .isEqualTo(FakeClouds.arn("logs", "log-group:shop-access-log-1a2b3c4"));
    assertThat(stage.json("accessLogSettings.format"))
        .containsEntry("requestId", "$context.requestId")
        .containsEntry("routeKey", "$context.routeKey")
        .containsEntry("status", "$context.status")
        .containsEntry("sourceIp", "$context.identity.sourceIp")
        .containsEntry("integrationErrorMessage", "$context.integrationErrorMessage");
    assertThat(
            program
                .resource("aws:cloudwatch/logGroup:LogGroup", "shop-access-log")
                .input("retentionInDays"))
        .isEqualTo(14.0);
  }

  /** For every other name, API Gateway adds a statement to a policy that the account shares. */
  @Test
  void deliversItsLogWhereCloudWatchAdmitsAnyDelivery() {
    assertThat(
            program.resource("aws:cloudwatch/logGroup:LogGroup", "shop-access-log").input("name"))
        .asString()
        .startsWith("/aws/vendedlogs/");
  }
}
