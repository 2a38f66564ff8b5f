package dev.twinlens.local.apigateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.twinlens.local.apigateway.FunctionResult.Failed;
import dev.twinlens.local.apigateway.FunctionResult.NotInvoked;
import java.io.ByteArrayInputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LocalHttpApiTest {
  private static final Duration LONG = Duration.ofSeconds(30);

  private final TestApis apis = new TestApis();
  private final String echo = apis.functions().echo();

  @AfterEach
  void stopApis() {
    apis.close();
  }

  @Test
  void decodesABase64BodyOfAFunction() throws Exception {
    LocalHttpApi api =
        apis.start(
            new RouteSpec(
                "GET /a",
                apis.functions()
                    .returning(
                        "{\"statusCode\": 200, \"isBase64Encoded\": true, \"body\": \"/9j/\","
                            + " \"headers\": {\"content-type\": \"image/jpeg\"}}")));

    HttpResponse<byte[]> response = apis.bytes(api, "/a");

    assertThat(response.body()).isEqualTo(new byte[] {(byte) 0xff, (byte) 0xd8, (byte) 0xff});
    assertThat(response.headers().firstValue("content-type")).contains("image/jpeg");
  }

  @Test
  void responds500ToEveryFailureOfAnIntegration() throws Exception {
    InProcessFunctions functions = apis.functions();
    LocalHttpApi api =
        apis.start(
            new RouteSpec("GET /malformed", functions.returning("{\"statusCode\": \"soon\"}")),
            new RouteSpec("GET /throws", functions.add(event -> completed(new Failed("{}")))),
            new RouteSpec(
                "GET /forbidden", functions.add(event -> completed(new NotInvoked("denied")))),
            new RouteSpec("GET /missing", "missing"),
            new RouteSpec(
                "GET /breaks",
                functions.add(
                    event -> CompletableFuture.failedFuture(new IllegalStateException("broken")))),
            new RouteSpec(
                "GET /bug",
                functions.add(
                    event -> {
                      throw new IllegalArgumentException("bug");
                    })));

    for (String path :
        List.of("/malformed", "/throws", "/forbidden", "/missing", "/breaks", "/bug")) {
      HttpResponse<String> response = apis.get(api, path);
      assertThat(response.statusCode()).as(path).isEqualTo(500);
      assertThat(response.body()).isEqualTo("{\"message\":\"Internal Server Error\"}");
      assertThat(response.headers().firstValue("content-type")).contains("application/json");
    }
  }

  @Test
  void responds404WithoutARouteAnd400ToMalformedEscapes() throws Exception {
    LocalHttpApi api = apis.start(new RouteSpec("GET /images/{key+}", echo));

    HttpResponse<String> response = apis.get(api, "/nothing");

    assertThat(response.statusCode()).isEqualTo(404);
    assertThat(response.body()).isEqualTo("{\"message\":\"Not Found\"}");
    assertThat(TestApis.raw(api, "GET /images/%zz HTTP/1.1\r\nHost: localhost"))
        .startsWith("HTTP/1.1 400");
    assertThat(TestApis.raw(api, "GET /images/a?b=%zz HTTP/1.1\r\nHost: localhost"))
        .startsWith("HTTP/1.1 400")
        .endsWith("{\"message\":\"Bad Request\"}");
  }

  @Test
  void servesOnlyLoopbackHosts() throws Exception {
    LocalHttpApi api = apis.start(new RouteSpec("GET /images", echo));

    assertThat(TestApis.raw(api, "GET /images HTTP/1.1\r\nHost: evil.example.com"))
        .startsWith("HTTP/1.1 421");
    assertThat(TestApis.raw(api, "GET /images HTTP/1.1\r\nHost: localhost:1234"))
        .startsWith("HTTP/1.1 200");
  }

  @Test
  void responds503AfterTheTimeoutOfTheIntegration() throws Exception {
    String endless = apis.functions().add(event -> new CompletableFuture<>());
    LocalHttpApi api =
        apis.start(new RouteSpec("GET /slow", endless, Duration.ofMillis(50), Map.of()));

    HttpResponse<String> response = apis.get(api, "/slow");

    assertThat(response.statusCode()).isEqualTo(503);
    assertThat(response.body()).isEqualTo("{\"message\":\"Service Unavailable\"}");
  }

  @Test
  void throttlesARouteBeyondItsBurst() throws Exception {
    LocalHttpApi api =
        apis.start(
            TestApis.spec(
                CorsConfiguration.none(),
                new Throttling(0.001, 2),
                "",
                new RouteSpec("GET /a", echo),
                new RouteSpec("GET /b", echo)),
            Path.of("unused.log"));

    List<Integer> statuses = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      statuses.add(apis.get(api, "/a").statusCode());
    }

    assertThat(statuses).containsExactly(200, 200, 429);
    assertThat(apis.get(api, "/a").body()).isEqualTo("{\"message\":\"Too Many Requests\"}");
    assertThat(apis.get(api, "/b").statusCode()).isEqualTo(200);
  }

  /** A route's response parameters are for the responses of its function. */
  @Test
  void responds413ToBodiesThatGatewayOrLambdaRejects() throws Exception {
    LocalHttpApi api =
        apis.start(
            new RouteSpec(
                "POST /images",
                echo,
                LONG,
                Map.of(413, Map.of("append:header.Link", "</uploads>"))));

    for (int size : new int[] {11 << 20, 5 << 20}) {
      HttpResponse<String> response = apis.post(api, new byte[size]);
      assertThat(response.statusCode()).isEqualTo(413);
      assertThat(response.body()).isEqualTo("{\"message\":\"Request Entity Too Large\"}");
      assertThat(response.headers().firstValue("link")).isEmpty();
    }
    HttpRequest.Builder chunked =
        HttpRequest.newBuilder(api.endpoint().resolve("/images"))
            .POST(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(new byte[11 << 20])));
    assertThat(apis.send(chunked).statusCode()).isEqualTo(413);
  }

  @Test
  void addsHeadersToAFunctionsResponseByItsStatus() throws Exception {
    LocalHttpApi api =
        apis.start(
            new RouteSpec(
                "GET /a",
                apis.functions().returning("{\"statusCode\": 413, \"body\": \"its own\"}"),
                LONG,
                Map.of(413, Map.of("append:header.Link", "</uploads>"))));

    HttpResponse<String> response = apis.get(api, "/a");

    assertThat(response.body()).isEqualTo("its own");
    assertThat(response.headers().firstValue("link")).contains("</uploads>");
  }

  @Test
  void servesMoreRequestsAtOnceThanTheMachineHasProcessors() throws Exception {
    CompletableFuture<FunctionResult> result = new CompletableFuture<>();
    String waiting = apis.functions().add(event -> result);
    LocalHttpApi api =
        apis.start(new RouteSpec("GET /waits", waiting), new RouteSpec("GET /a", echo));

    List<CompletableFuture<HttpResponse<String>>> responses = new ArrayList<>();
    for (int i = 0; i < 64; i++) {
      responses.add(apis.getLater(api, "/waits"));
    }
    assertThat(apis.get(api, "/a").statusCode()).isEqualTo(200);
    result.complete(new FunctionResult.Returned("{}"));

    for (CompletableFuture<HttpResponse<String>> response : responses) {
      assertThat(response.get(30, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
    }
  }

  @Test
  void closesWhileAFunctionIsRunning() {
    CompletableFuture<Void> invoked = new CompletableFuture<>();
    String endless =
        apis.functions()
            .add(
                event -> {
                  invoked.complete(null);
                  return new CompletableFuture<>();
                });
    LocalHttpApi api = apis.start(new RouteSpec("GET /waits", endless));
    var unused = apis.getLater(api, "/waits");
    assertThat(invoked).succeedsWithin(LONG);

    assertThat(CompletableFuture.runAsync(api::close)).succeedsWithin(Duration.ofSeconds(10));
  }

  @Test
  void rejectsAnApiThatApiGatewayRejects() {
    RouteSpec route = new RouteSpec("GET /a", echo);
    assertThatThrownBy(() -> apis.start(route, route))
        .hasMessage("Two routes of the API have the same key");
    assertThatThrownBy(
            () ->
                apis.start(
                    TestApis.spec(
                        CorsConfiguration.none(),
                        Throttling.accountDefault(),
                        "$context.status",
                        route),
                    Path.of("unused.log")))
        .hasMessageContaining("$context.requestId");
    assertThatThrownBy(() -> new RouteSpec("GET /a", echo, Duration.ofSeconds(31), Map.of()))
        .hasMessageContaining("it must be 50 ms to 30 s");
  }

  private static CompletableFuture<FunctionResult> completed(FunctionResult result) {
    return CompletableFuture.completedFuture(result);
  }
}
