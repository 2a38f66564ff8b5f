package dev.twinlens.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ContractTest {
  private static final Contract CONTRACT = Contract.load();

  private static final Map<String, String> JSON =
      Map.of("content-type", "application/json", "cache-control", "no-store");
  private static final Map<String, String> PROBLEM =
      Map.of("content-type", "application/problem+json", "cache-control", "no-store");
  private static final String HEALTHY = "{\"status\": \"ok\"}";
  private static final String BUSY =
      "{\"type\": \"about:blank\", \"title\": \"Conflict\", \"status\": 409, \"detail\": \"Busy.\"}";
  private static final String UPLOAD_REQUEST =
      "{\"fileName\": \"a.png\", \"contentType\": \"image/png\", \"size\": 1,"
          + " \"sha256\": \"XBAs7h256hC9FXjzcITa03l5MG7TPSrAgnoX7IBU3cc=\"}";

  @Test
  void namesRoutesAsApiGatewayDoes() {
    assertThat(CONTRACT.routeKeys(Set.of("allowDelete")))
        .containsExactly(
            "DELETE /images/{key+}",
            "GET /health",
            "GET /images",
            "GET /images/{key+}",
            "GET /labels",
            "GET /uploads",
            "POST /images",
            "POST /uploads");
  }

  @Test
  void leavesOutRoutesWhoseSettingIsOff() {
    assertThat(CONTRACT.routeKeys(Set.of()))
        .isNotEmpty()
        .doesNotContain("DELETE /images/{key+}")
        .contains("GET /images/{key+}");
  }

  @Test
  void acceptsAResponseAsDocumented() {
    assertThatCode(() -> CONTRACT.assertConforms("GET", "/health", 200, JSON, HEALTHY))
        .doesNotThrowAnyException();
  }

  @Test
  void acceptsHeadersOfTheConnectionAndOfApiGateway() {
    Map<String, String> headers =
        with(
            JSON,
            Map.of(
                "Date", "Sat, 21 Nov 2026 09:00:00 GMT",
                "Content-Length", "16",
                "apigw-requestid", "1",
                "access-control-allow-origin", "http://127.0.0.1:8080"));

    assertThatCode(() -> CONTRACT.assertConforms("GET", "/health", 200, headers, HEALTHY))
        .doesNotThrowAnyException();
  }

  @Test
  void readsHeadersAsTheirSchemasType() {
    assertThatCode(
            () ->
                CONTRACT.assertConforms(
                    "DELETE",
                    "/images/a%2Fb/c",
                    409,
                    with(PROBLEM, Map.of("retry-after", "60")),
                    BUSY))
        .doesNotThrowAnyException();
  }

  @Test
  void namesStatusPropertyAndHeaderThatAreWrong() {
    assertThatThrownBy(
            () ->
                CONTRACT.assertConforms(
                    "GET",
                    "/images?limit=1",
                    200,
                    with(JSON, Map.of("x-debug", "1")),
                    "{\"items\": [{\"key\": \"\"}], \"next\": 1}"))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("GET /images?limit=1 → 200")
        .hasMessageContaining("header x-debug: is not documented")
        .hasMessageContaining("body /items/0/key: must be at least 1 characters long")
        .hasMessageContaining("body /items/0: required property 'status' not found")
        .hasMessageContaining("body: property 'next' is not defined in the schema")
        .hasMessageContaining("body: {\"items\"");
  }

  @ParameterizedTest
  @CsvSource({
    "GET, /health, 201, status",
    "GET, /labels/, 200, status",
    "GET, /unknown, 200, status",
    "PATCH, /images, 405, status",
    "GET, /images/, 200, status",
    "DELETE, /images, 204, status"
  })
  void refusesAnUndocumentedRouteOrStatus(String method, String path, int status, String subject) {
    assertViolation(method, path, status, JSON, HEALTHY, subject + ": is not documented");
  }

  @ParameterizedTest
  @CsvSource({"GET, /unknown", "POST, /health", "GET, /images/", "HEAD, /images", "OPTIONS, /x"})
  void knowsWhatApiGatewayRespondsWithoutARoute(String method, String path) {
    assertThatCode(
            () ->
                CONTRACT.assertConforms(
                    method,
                    path,
                    404,
                    Map.of("content-type", "application/json", "apigw-requestid", "1"),
                    "{\"message\": \"Not Found\"}"))
        .doesNotThrowAnyException();
    assertViolation(method, path, 404, JSON, "{\"message\": \"Oh no\"}", "body /message: ");
  }

  @Test
  void knowsThePreflightResponse() {
    Map<String, String> headers =
        Map.of(
            "access-control-allow-origin", "https://main.d1.amplifyapp.com",
            "access-control-allow-methods", "DELETE,GET,POST",
            "access-control-allow-headers", "content-type",
            "access-control-max-age", "3600");

    assertThatCode(() -> CONTRACT.assertConforms("OPTIONS", "/any", 204, headers, ""))
        .doesNotThrowAnyException();
    assertViolation(
        "OPTIONS",
        "/any",
        204,
        with(headers, Map.of("access-control-allow-headers", "*")),
        "",
        "header access-control-allow-headers: ");
  }

  @Test
  void refusesAMissingHeader() {
    assertViolation(
        "GET",
        "/health",
        200,
        Map.of("content-type", "application/json"),
        HEALTHY,
        "header cache-control: is missing");
    assertViolation("DELETE", "/images/a", 409, PROBLEM, BUSY, "header retry-after: is missing");
  }

  @Test
  void refusesAHeaderThatItsSchemaDoesNotAllow() {
    assertViolation(
        "GET",
        "/health",
        200,
        with(JSON, Map.of("cache-control", "max-age=60")),
        HEALTHY,
        "header cache-control: ");
    assertViolation(
        "DELETE",
        "/images/a",
        409,
        with(PROBLEM, Map.of("retry-after", "soon")),
        BUSY,
        "header retry-after: ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"text/html", "application/problem+json", ""})
  void refusesAnUndocumentedMediaType(String type) {
    assertViolation(
        "GET",
        "/health",
        200,
        with(JSON, Map.of("content-type", type)),
        HEALTHY,
        "header content-type: is \"" + type + "\"");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"status\": \"ok\"} {}|is not valid JSON",
        "{\"status\": \"ok\", \"status\": \"ok\"}|is not valid JSON",
        "{\"status\": \"fine\"}|body /status: ",
        "{\"Status\": \"ok\"}|required property 'status' not found",
        "''|body"
      })
  void refusesABodyThatItsSchemaDoesNotAllow(String body, String violation) {
    assertViolation("GET", "/health", 200, JSON, body, violation);
  }

  @Test
  void refusesABodyWhereThereIsNone() {
    assertViolation(
        "DELETE",
        "/images/a",
        204,
        Map.of("cache-control", "no-store"),
        "{}",
        "body: must be empty");
  }

  @Test
  void refusesAProblemOfAnotherStatus() {
    assertViolation(
        "GET", "/images/a", 404, PROBLEM, BUSY, "body /status: must be the constant value '404'");
  }

  @Test
  void assertsFormats() {
    assertViolation(
        "POST",
        "/uploads",
        201,
        JSON,
        "{\"key\": \"a\", \"url\": \"not a url\", \"expiresAt\": \"2026-13-01T00:00:00.000Z\","
            + " \"headers\": {\"content-type\": \"image/png\", \"x-amz-checksum-sha256\":"
            + " \"XBAs7h256hC9FXjzcITa03l5MG7TPSrAgnoX7IBU3cc=\"}}",
        "body /url: ",
        "body /expiresAt: ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/images",
        "/images?label=Cat&minConfidence=90.5&limit=100&cursor=abc_-",
        "/images?label=&limit=",
        "/images?",
        "/images/a/b%20c+d",
        "/images/%F0%9F%90%88"
      })
  void acceptsARequestAsDocumented(String target) {
    assertThatCode(() -> CONTRACT.assertRequestConforms("GET", target, Map.of(), new byte[0]))
        .doesNotThrowAnyException();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "GET|/nothing|route: is not documented",
        "PUT|/images|route: is not documented",
        "GET|/images?limit=0|query parameter limit: ",
        "GET|/images?limit=101|query parameter limit: ",
        "GET|/images?limit=many|query parameter limit: ",
        "GET|/images?limit=1&limit=2|query parameter limit: is given twice",
        "GET|/images?minConfidence=-1|query parameter minConfidence: ",
        "GET|/images?cursor=a%2Fb|query parameter cursor: ",
        "GET|/images?sort=name|query parameter sort: is not documented",
        "GET|/health?verbose=1|query parameter verbose: is not documented",
      })
  void refusesAnUndocumentedRequest(String method, String target, String violation) {
    assertThatThrownBy(() -> CONTRACT.assertRequestConforms(method, target, Map.of(), new byte[0]))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining(violation);
  }

  @Test
  void refusesAKeyThatIsTooLong() {
    assertRequestViolation(
        "GET", "/images/" + "a".repeat(1025), "", new byte[0], "path parameter key: ");
  }

  @Test
  void checksTheBodyOfARequest() {
    assertThatCode(
            () ->
                CONTRACT.assertRequestConforms(
                    "POST",
                    "/uploads",
                    Map.of("Content-Type", "application/json; charset=utf-8"),
                    UPLOAD_REQUEST.getBytes(UTF_8)))
        .doesNotThrowAnyException();
    assertRequestViolation(
        "POST",
        "/uploads",
        "application/json",
        UPLOAD_REQUEST.replace("fileName", "filename").getBytes(UTF_8),
        "property 'filename' is not defined");
    assertRequestViolation(
        "POST",
        "/uploads",
        "text/plain",
        UPLOAD_REQUEST.getBytes(UTF_8),
        "header content-type: is \"text/plain\"");
    assertRequestViolation("GET", "/images", "", new byte[1], "body: must be empty");
  }

  @Test
  void checksTheLengthOfAnImage() {
    assertThatCode(
            () ->
                CONTRACT.assertRequestConforms(
                    "POST",
                    "/images?fileName=a.png",
                    Map.of("content-type", "image/png"),
                    new byte[4_500_000]))
        .doesNotThrowAnyException();
    assertRequestViolation(
        "POST", "/images", "image/png", new byte[4_500_001], "body: has 4,500,001 bytes");
  }

  private static void assertViolation(
      String method,
      String target,
      int status,
      Map<String, String> headers,
      String body,
      String... violations) {
    assertThatThrownBy(() -> CONTRACT.assertConforms(method, target, status, headers, body))
        .isInstanceOf(AssertionError.class)
        .hasMessageContainingAll(violations);
  }

  private static void assertRequestViolation(
      String method, String target, String contentType, byte[] body, String violation) {
    assertThatThrownBy(
            () ->
                CONTRACT.assertRequestConforms(
                    method, target, Map.of("content-type", contentType), body))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining(violation);
  }

  private static Map<String, String> with(Map<String, String> headers, Map<String, String> more) {
    Map<String, String> all = new HashMap<>(headers);
    all.putAll(more);
    return all;
  }
}
