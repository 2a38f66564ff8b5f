package dev.twinlens.local.apigateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.twinlens.local.lambda.FunctionSpec;
import dev.twinlens.local.lambda.LambdaOptions;
import dev.twinlens.local.lambda.LambdaService;
import dev.twinlens.local.lambda.TestFunctions;
import dev.twinlens.local.lambda.handlers.Constant;
import dev.twinlens.local.lambda.handlers.Greeter;
import dev.twinlens.local.lambda.handlers.Probe;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.joda.time.DateTime;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HttpApiTest {
  private static final JsonMapper JSON = new JsonMapper();
  private static final String SITE = "https://main.d1.example.com";
  private static final CorsConfiguration CORS =
      new CorsConfiguration(
          List.of(SITE),
          List.of("GET", "POST"),
          List.of("content-type"),
          List.of("link", "location"),
          Duration.ofHours(1),
          false);

  @TempDir private static Path directory;
  private static LambdaService lambda;
  private static int functions;

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final List<HttpApi> apis = new ArrayList<>();

  @BeforeAll
  static void startLambda() {
    lambda =
        new LambdaService(
            TestFunctions.access("echo"),
            directory.resolve("work"),
            directory.resolve("logs"),
            LambdaOptions.defaults());
    create(TestFunctions.function(directory, "echo", Probe.class));
  }

  @AfterAll
  static void stopLambda() {
    lambda.close();
  }

  @AfterEach
  void stopApis() {
    apis.forEach(HttpApi::close);
  }

  @Test
  void sendsTheEventOfPayloadFormat2() throws Exception {
    HttpApi api = start(new RouteSpec("POST /images/{key+}", "echo"));
    URI uri = api.endpoint().resolve("/images/a%2Fb%20c%2B+.jpg?label=Cat%20x&limit=&label=b+c&f");

    JsonNode event =
        JSON.readTree(
            send(HttpRequest.newBuilder(uri)
                    .header("Content-Type", "application/json")
                    .header("User-Agent", "test/1")
                    .header("X-Twice", "1")
                    .header("X-Twice", "2")
                    .header("Cookie", "a=1; b=2")
                    .POST(BodyPublishers.ofString("{\"größe\": 1}")))
                .body());

    assertThat(event.path("version").textValue()).isEqualTo("2.0");
    assertThat(event.path("routeKey").textValue()).isEqualTo("POST /images/{key+}");
    assertThat(event.path("rawPath").textValue()).isEqualTo("/images/a/b c++.jpg");
    assertThat(event.path("rawQueryString").textValue())
        .isEqualTo("label=Cat%20x&limit=&label=b+c&f");
    assertThat(event.path("pathParameters").path("key").textValue()).isEqualTo("a/b c++.jpg");
    assertThat(event.path("queryStringParameters"))
        .isEqualTo(JSON.readTree("{\"label\": \"Cat x,b c\", \"limit\": \"\", \"f\": \"\"}"));
    assertThat(event.path("cookies")).isEqualTo(JSON.readTree("[\"a=1\", \"b=2\"]"));
    assertThat(event.path("headers").path("x-twice").textValue()).isEqualTo("1,2");
    assertThat(event.path("headers").path("x-forwarded-for").textValue()).isEqualTo("127.0.0.1");
    assertThat(event.path("headers").has("cookie")).isFalse();
    assertThat(event.path("body").textValue()).isEqualTo("{\"größe\": 1}");
    assertThat(event.path("isBase64Encoded").booleanValue()).isFalse();
    JsonNode context = event.path("requestContext");
    assertThat(context.path("accountId").textValue()).isEqualTo("000000000000");
    assertThat(context.path("apiId").textValue()).isEqualTo("abc123");
    assertThat(context.path("stage").textValue()).isEqualTo("$default");
    assertThat(context.path("routeKey").textValue()).isEqualTo("POST /images/{key+}");
    assertThat(context.path("domainName").textValue()).isEqualTo(uri.getAuthority());
    assertThat(context.path("http"))
        .isEqualTo(
            JSON.readTree(
                """
                {"method": "POST", "path": "/images/a/b c++.jpg", "protocol": "HTTP/1.1",
                 "sourceIp": "127.0.0.1", "userAgent": "test/1"}
                """));
    assertThat(context.path("time").textValue())
        .matches("[0-9]{2}/[A-Z][a-z]{2}/[0-9]{4}:[0-9:]{8} \\+0000");
    assertThat(context.path("timeEpoch").isIntegralNumber()).isTrue();
    assertThat(context.path("requestId").textValue()).isNotEmpty();
  }

  @Test
  void leavesOutWhatARequestHasNot() throws Exception {
    HttpApi api = start(new RouteSpec("$default", "echo"));

    JsonNode event = JSON.readTree(get(api, "/anything").body());

    assertThat(event.path("rawQueryString").textValue()).isEmpty();
    assertThat(event.has("body")).isFalse();
    assertThat(event.has("cookies")).isFalse();
    assertThat(event.has("pathParameters")).isFalse();
    assertThat(event.has("queryStringParameters")).isFalse();
    assertThat(event.path("isBase64Encoded").booleanValue()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "text/plain; charset=UTF-8, false",
    "application/json, false",
    "application/xml, false",
    "application/javascript, false",
    "application/x-www-form-urlencoded, true",
    "image/jpeg, true",
    "application/octet-stream, true",
    "'', true",
  })
  void bodiesOfBinaryTypesAreBase64(String type, boolean base64) throws Exception {
    HttpApi api = start(new RouteSpec("POST /images", "echo"));
    HttpRequest.Builder request =
        HttpRequest.newBuilder(api.endpoint().resolve("/images"))
            .POST(BodyPublishers.ofString("text"));
    if (!type.isEmpty()) {
      request.header("Content-Type", type);
    }

    JsonNode event = JSON.readTree(send(request).body());

    assertThat(event.path("isBase64Encoded").booleanValue()).isEqualTo(base64);
    assertThat(event.path("body").textValue()).isEqualTo(base64 ? "dGV4dA==" : "text");
  }

  @Test
  void keepsEveryByteOfAPhoto() throws Exception {
    HttpApi api = start(new RouteSpec("POST /images", "echo"));
    byte[] photo = new byte[4_500_000];
    for (int i = 0; i < photo.length; i++) {
      photo[i] = (byte) ((i * 31) >> 3);
    }

    JsonNode event = JSON.readTree(post(api, photo).body());

    assertThat(Base64.getDecoder().decode(event.path("body").textValue())).isEqualTo(photo);
  }

  @Test
  void servesHandlersOfAwsOwnEventClasses() throws Exception {
    create(
        TestFunctions.function(
            directory, "greeter", Greeter.class, APIGatewayV2HTTPEvent.class, DateTime.class));
    HttpApi api = start(new RouteSpec("GET /greet/{name}", "greeter"));

    HttpResponse<String> response = get(api, "/greet/Ann%C3%A9?greeting=hello");

    assertThat(response.body()).isEqualTo("hello Anné from GET at 0");
    assertThat(response.statusCode()).isEqualTo(201);
    assertThat(response.headers().firstValue("content-type")).contains("text/plain");
    assertThat(response.headers().allValues("set-cookie")).containsExactly("a=1", "b=2");
    assertThat(response.headers().firstValue("apigw-requestid")).isPresent();
  }

  @Test
  void answersWithBytesThatAFunctionEncoded() throws Exception {
    HttpApi api =
        start(
            new RouteSpec(
                "GET /a",
                constant(
                    "{\"statusCode\": 200, \"isBase64Encoded\": true, \"body\": \"/9j/\","
                        + " \"headers\": {\"content-type\": \"image/jpeg\"}}")));

    HttpResponse<byte[]> response =
        client.send(
            HttpRequest.newBuilder(api.endpoint().resolve("/a")).build(),
            BodyHandlers.ofByteArray());

    assertThat(response.body()).isEqualTo(new byte[] {(byte) 0xff, (byte) 0xd8, (byte) 0xff});
    assertThat(response.headers().firstValue("content-type")).contains("image/jpeg");
  }

  @Test
  void answers500ForMalformedAnswersErrorsAndMissingPermissions() throws Exception {
    lambda.createFunction(TestFunctions.function(directory, "forbidden", Probe.class));
    String malformed = constant("{\"statusCode\": \"soon\"}");
    String throwing = constant(Map.of());
    HttpApi api =
        start(
            new RouteSpec("GET /malformed", malformed),
            new RouteSpec("GET /throws", throwing),
            new RouteSpec("GET /forbidden", "forbidden"),
            new RouteSpec("GET /missing", "missing"));

    for (String path : List.of("/malformed", "/throws", "/forbidden", "/missing")) {
      HttpResponse<String> response = get(api, path);
      assertThat(response.statusCode()).as(path).isEqualTo(500);
      assertThat(response.body()).isEqualTo("{\"message\":\"Internal Server Error\"}");
      assertThat(response.headers().firstValue("content-type")).contains("application/json");
    }
  }

  @Test
  void answers404ForWhatNoRouteMatchesAnd400ForBrokenEscapes() throws Exception {
    HttpApi api = start(new RouteSpec("GET /images/{key+}", "echo"));

    HttpResponse<String> response = get(api, "/nothing");

    assertThat(response.statusCode()).isEqualTo(404);
    assertThat(response.body()).isEqualTo("{\"message\":\"Not Found\"}");
    assertThat(raw(api, "GET /images/%zz HTTP/1.1\r\nHost: localhost")).startsWith("HTTP/1.1 400");
  }

  @Test
  void answersOnlyForItsOwnHost() throws Exception {
    HttpApi api = start(new RouteSpec("GET /images", "echo"));

    assertThat(raw(api, "GET /images HTTP/1.1\r\nHost: evil.example.com"))
        .startsWith("HTTP/1.1 421");
    assertThat(raw(api, "GET /images HTTP/1.1\r\nHost: localhost:1234")).startsWith("HTTP/1.1 200");
  }

  @Test
  void answers503WhenTheIntegrationTakesTooLong() throws Exception {
    String slow = constant(Map.of("ANSWER", "{}", "DELAY_MILLISECONDS", "10000"));
    HttpApi api = start(new RouteSpec("GET /slow", slow, Duration.ofMillis(50), Map.of()));

    HttpResponse<String> response = get(api, "/slow");

    assertThat(response.statusCode()).isEqualTo(503);
    assertThat(response.body()).isEqualTo("{\"message\":\"Service Unavailable\"}");
  }

  @Test
  void throttlesARouteBeyondItsBurst() throws Exception {
    HttpApi api =
        start(
            spec(
                CorsConfiguration.none(),
                new Throttling(0.001, 2),
                "",
                new RouteSpec("GET /a", "echo"),
                new RouteSpec("GET /b", "echo")));

    List<Integer> statuses =
        IntStream.range(0, 3).map(i -> getUnchecked(api, "/a").statusCode()).boxed().toList();

    assertThat(statuses).containsExactly(200, 200, 429);
    assertThat(get(api, "/a").body()).isEqualTo("{\"message\":\"Too Many Requests\"}");
    assertThat(get(api, "/b").statusCode()).isEqualTo(200);
  }

  @Test
  void answersPreflightsOfTheAllowedOriginItself() throws Exception {
    HttpApi api = start(spec(CORS, new RouteSpec("GET /images", "echo")));

    HttpResponse<String> allowed = preflight(api, SITE);

    assertThat(allowed.statusCode()).isEqualTo(204);
    assertThat(allowed.headers().firstValue("access-control-allow-origin")).contains(SITE);
    assertThat(allowed.headers().firstValue("access-control-allow-methods")).contains("GET,POST");
    assertThat(allowed.headers().firstValue("access-control-allow-headers"))
        .contains("content-type");
    assertThat(allowed.headers().firstValue("access-control-max-age")).contains("3600");

    HttpResponse<String> other = preflight(api, "https://evil.example.com");
    assertThat(other.statusCode()).isEqualTo(204);
    assertThat(other.headers().map().keySet())
        .noneMatch(name -> name.startsWith("access-control-"));
  }

  @Test
  void replacesTheCorsHeadersOfFunctions() throws Exception {
    String function =
        constant(
            "{\"statusCode\": 200, \"body\": \"\","
                + " \"headers\": {\"Access-Control-Allow-Origin\": \"*\","
                + " \"access-control-allow-methods\": \"PUT\"}}");
    HttpApi configured = start(spec(CORS, new RouteSpec("GET /a", function)));
    HttpApi unconfigured = start(new RouteSpec("GET /a", function));

    HttpResponse<String> own = getFrom(configured, "/a", SITE);
    assertThat(own.headers().allValues("access-control-allow-origin")).containsExactly(SITE);
    assertThat(own.headers().firstValue("access-control-expose-headers")).contains("link,location");
    assertThat(own.headers().firstValue("access-control-allow-methods")).isEmpty();
    assertThat(
            getFrom(configured, "/a", "https://evil.example.com")
                .headers()
                .firstValue("access-control-allow-origin"))
        .isEmpty();
    assertThat(getFrom(configured, "/nothing", SITE).headers().map())
        .containsKey("access-control-allow-origin");
    assertThat(
            getFrom(unconfigured, "/a", SITE).headers().firstValue("access-control-allow-origin"))
        .contains("*");
  }

  @Test
  void answers413ForBodiesThatGatewayOrFunctionCannotTake() throws Exception {
    RouteSpec route =
        new RouteSpec(
            "POST /images",
            "echo",
            Duration.ofSeconds(30),
            Map.of(
                413,
                Map.of(
                    "append:header.Link",
                    "</uploads>; rel=\"alternate\"; title=\"POST /uploads takes larger photos\"")));
    HttpApi api = start(route);
    HttpApi plain = start(new RouteSpec("POST /images", "echo"));

    for (int size : new int[] {11 << 20, 5 << 20}) {
      HttpResponse<String> response = post(api, new byte[size]);
      assertThat(response.statusCode()).isEqualTo(413);
      assertThat(response.body())
          .isEqualTo(
              "{\"message\":\"Request Entity Too Large\","
                  + "\"hint\":\"POST /uploads takes larger photos\"}");
      assertThat(response.headers().firstValue("link"))
          .contains("</uploads>; rel=\"alternate\"; title=\"POST /uploads takes larger photos\"");
    }
    assertThat(post(plain, new byte[5 << 20]).body())
        .isEqualTo("{\"message\":\"Request Entity Too Large\"}");
    assertThat(chunked(plain, 11 << 20).statusCode()).isEqualTo(413);
  }

  @Test
  void addsHeadersToAFunctionsAnswerByItsStatus() throws Exception {
    RouteSpec route =
        new RouteSpec(
            "GET /a",
            constant("{\"statusCode\": 413, \"body\": \"its own\"}"),
            Duration.ofSeconds(30),
            Map.of(413, Map.of("append:header.Link", "</uploads>")));
    HttpApi api = start(route);

    HttpResponse<String> response = get(api, "/a");

    assertThat(response.body()).isEqualTo("its own");
    assertThat(response.headers().firstValue("link")).contains("</uploads>");
  }

  @Test
  void writesTheAccessLogInItsFormat() throws Exception {
    Path log = directory.resolve("access.log");
    String format =
        "{\"id\":\"$context.requestId\",\"path\":\"$context.path\",\"route\":\"$context.routeKey\","
            + "\"status\":\"$context.status\",\"agent\":\"$context.identity.userAgent\","
            + "\"length\":\"$context.responseLength\",\"error\":\"$context.integrationErrorMessage\","
            + "\"latency\":\"$context.integrationLatency\"}";
    HttpApi api =
        HttpApi.start(
            spec(
                CorsConfiguration.none(),
                Throttling.accountDefault(),
                format,
                new RouteSpec("GET /images/{key+}", "echo")),
            0,
            lambda,
            log);
    apis.add(api);

    int length = get(api, "/images/a%22b").body().length();
    raw(api, "GET /x HTTP/1.1\r\nHost: localhost\r\nUser-Agent: \"quoted\"");

    await().until(() -> Files.readAllLines(log).size() == 2);
    JsonNode first = JSON.readTree(Files.readAllLines(log).get(0));
    assertThat(first.path("path").textValue()).isEqualTo("/images/a%22b");
    assertThat(first.path("route").textValue()).isEqualTo("GET /images/{key+}");
    assertThat(first.path("status").textValue()).isEqualTo("200");
    assertThat(first.path("length").textValue()).isEqualTo(Integer.toString(length));
    assertThat(first.path("latency").textValue()).matches("[0-9]+");
    assertThat(first.path("error").textValue()).isEqualTo("-");
    JsonNode second = JSON.readTree(Files.readAllLines(log).get(1));
    assertThat(second.path("status").textValue()).isEqualTo("404");
    assertThat(second.path("agent").textValue()).isEqualTo("\"quoted\"");
    assertThat(second.path("route").textValue()).isEqualTo("-");
  }

  @Test
  void refusesWhatTheGatewayRefusesInAnApi() {
    RouteSpec route = new RouteSpec("GET /a", "echo");
    assertThatThrownBy(() -> start(route, route))
        .hasMessage("Two routes of the API have the same key");
    assertThatThrownBy(
            () ->
                start(
                    spec(
                        CorsConfiguration.none(),
                        Throttling.accountDefault(),
                        "$context.status",
                        route)))
        .hasMessageContaining("$context.requestId");
    assertThatThrownBy(() -> new RouteSpec("GET /a", "echo", Duration.ofSeconds(31), Map.of()))
        .hasMessageContaining("it must be 50 ms to 30 s");
  }

  private static void create(FunctionSpec function) {
    lambda.createFunction(function);
    lambda.addPermission(
        function.name(),
        "gateway",
        "lambda:InvokeFunction",
        "apigateway.amazonaws.com",
        "arn:aws:execute-api:eu-central-1:000000000000:abc123/*");
  }

  private static String constant(String answer) {
    return constant(Map.of("ANSWER", answer));
  }

  private static String constant(Map<String, String> environment) {
    FunctionSpec base =
        TestFunctions.function(directory, "constant-" + ++functions, Constant.class);
    FunctionSpec function = TestFunctions.with(base, environment);
    create(function);
    return function.name();
  }

  private HttpApi start(RouteSpec... routes) {
    return start(spec(CorsConfiguration.none(), routes));
  }

  private HttpApi start(HttpApiSpec spec) {
    HttpApi api = HttpApi.start(spec, 0, lambda, directory.resolve("unused.log"));
    apis.add(api);
    return api;
  }

  private static HttpApiSpec spec(CorsConfiguration cors, RouteSpec... routes) {
    return spec(cors, Throttling.accountDefault(), "", routes);
  }

  private static HttpApiSpec spec(
      CorsConfiguration cors, Throttling throttling, String format, RouteSpec... routes) {
    return new HttpApiSpec(
        "abc123",
        TestFunctions.ACCOUNT,
        TestFunctions.REGION,
        cors,
        List.of(routes),
        throttling,
        format);
  }

  private HttpResponse<String> send(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    return client.send(request.build(), BodyHandlers.ofString());
  }

  private HttpResponse<String> get(HttpApi api, String path)
      throws IOException, InterruptedException {
    return send(HttpRequest.newBuilder(api.endpoint().resolve(path)));
  }

  private HttpResponse<String> getUnchecked(HttpApi api, String path) {
    try {
      return get(api, path);
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private HttpResponse<String> getFrom(HttpApi api, String path, String origin)
      throws IOException, InterruptedException {
    return send(HttpRequest.newBuilder(api.endpoint().resolve(path)).header("Origin", origin));
  }

  private HttpResponse<String> preflight(HttpApi api, String origin)
      throws IOException, InterruptedException {
    return send(
        HttpRequest.newBuilder(api.endpoint().resolve("/images"))
            .method("OPTIONS", BodyPublishers.noBody())
            .header("Origin", origin)
            .header("Access-Control-Request-Method", "POST"));
  }

  private HttpResponse<String> post(HttpApi api, byte[] body)
      throws IOException, InterruptedException {
    return send(
        HttpRequest.newBuilder(api.endpoint().resolve("/images"))
            .header("Content-Type", "image/jpeg")
            .POST(BodyPublishers.ofByteArray(body)));
  }

  private HttpResponse<String> chunked(HttpApi api, int size)
      throws IOException, InterruptedException {
    return send(
        HttpRequest.newBuilder(api.endpoint().resolve("/images"))
            .POST(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(new byte[size]))));
  }

  /** For requests that a proper client would not send. */
  private static String raw(HttpApi api, String head) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), api.endpoint().getPort())) {
      OutputStream output = socket.getOutputStream();
      output.write((head + "\r\nConnection: close\r\n\r\n").getBytes(StandardCharsets.UTF_8));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
