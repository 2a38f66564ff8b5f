package dev.twinlens.local.apigateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class GatewayCorsTest {
  private static final String SITE = "https://main.d1.example.com";
  private static final CorsConfiguration CORS =
      new CorsConfiguration(
          List.of(SITE),
          List.of("GET", "POST"),
          List.of("content-type"),
          List.of("link", "location"),
          Duration.ofHours(1),
          false);

  private final TestApis apis = new TestApis();

  @AfterEach
  void stopApis() {
    apis.close();
  }

  @Test
  void respondsToPreflightsOfTheAllowedOriginItself() throws Exception {
    LocalHttpApi api = apis.start(CORS, new RouteSpec("GET /images", apis.functions().echo()));

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
        .isNotEmpty()
        .noneMatch(name -> name.startsWith("access-control-"));
  }

  @Test
  void replacesTheCorsHeadersOfFunctions() throws Exception {
    String function =
        apis.functions()
            .returning(
                "{\"statusCode\": 200, \"body\": \"\","
                    + " \"headers\": {\"Access-Control-Allow-Origin\": \"*\","
                    + " \"access-control-allow-methods\": \"PUT\"}}");
    LocalHttpApi configured = apis.start(CORS, new RouteSpec("GET /a", function));
    LocalHttpApi unconfigured = apis.start(new RouteSpec("GET /a", function));

    HttpResponse<String> own = apis.get(configured, "/a", "Origin", SITE);
    assertThat(own.statusCode()).isEqualTo(200);
    assertThat(own.headers().allValues("access-control-allow-origin")).containsExactly(SITE);
    assertThat(own.headers().firstValue("access-control-expose-headers")).contains("link,location");
    assertThat(own.headers().firstValue("access-control-allow-methods")).isEmpty();
    HttpResponse<String> other = apis.get(configured, "/a", "Origin", "https://evil.example.com");
    assertThat(other.statusCode()).isEqualTo(200);
    assertThat(other.headers().firstValue("access-control-allow-origin")).isEmpty();
    assertThat(apis.get(configured, "/nothing", "Origin", SITE).headers().map())
        .containsKey("access-control-allow-origin");
    assertThat(
            apis.get(unconfigured, "/a", "Origin", SITE)
                .headers()
                .firstValue("access-control-allow-origin"))
        .contains("*");
  }

  private HttpResponse<String> preflight(LocalHttpApi api, String origin)
      throws IOException, InterruptedException {
    return apis.send(
        HttpRequest.newBuilder(api.endpoint().resolve("/images"))
            .method("OPTIONS", BodyPublishers.noBody())
            .header("Origin", origin)
            .header("Access-Control-Request-Method", "POST"));
  }
}
