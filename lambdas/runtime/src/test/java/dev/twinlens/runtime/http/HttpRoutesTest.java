package dev.twinlens.runtime.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import dev.twinlens.domain.json.Json;
import dev.twinlens.domain.json.MalformedJsonException;
import dev.twinlens.runtime.logging.Log;
import dev.twinlens.testing.ApiEvents;
import dev.twinlens.testing.LambdaContext;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.services.dynamodb.model.ProvisionedThroughputExceededException;

final class HttpRoutesTest {
  private final List<String> lines = new ArrayList<>();

  @Test
  void respondsWithJson() {
    APIGatewayV2HTTPResponse response =
        handle(
            request -> ApiResponse.json(200, Map.of("a", 1)).withHeader("location", "/x"), get());

    assertThat(response.getStatusCode()).isEqualTo(200);
    assertThat(response.getBody()).isEqualTo("{\"a\":1}");
    assertThat(response.getHeaders())
        .containsEntry("content-type", "application/json")
        .containsEntry("cache-control", "no-store")
        .containsEntry("location", "/x");
  }

  @Test
  void respondsWithProblems() throws MalformedJsonException {
    APIGatewayV2HTTPResponse response =
        handle(
            request -> {
              throw new ProblemException(
                  Problem.invalid(List.of(new FieldError("size", "Is required."))));
            },
            get());

    assertThat(response.getStatusCode()).isEqualTo(400);
    assertThat(response.getHeaders()).containsEntry("content-type", "application/problem+json");
    assertThat(Json.object(response.getBody()))
        .isEqualTo(
            Map.of(
                "type", "about:blank",
                "title", "Bad Request",
                "status", 400,
                "detail", "The request has missing or invalid fields.",
                "errors", List.of(Map.of("field", "size", "message", "Is required."))));
  }

  @Test
  void respondsToTheUnexpectedWithTheRequestIdAndLogsItsStack() throws MalformedJsonException {
    APIGatewayV2HTTPResponse response =
        handle(
            request -> {
              throw new IllegalStateException("table secret-table is gone");
            },
            get());

    assertThat(response.getStatusCode()).isEqualTo(500);
    assertThat(response.getBody()).doesNotContain("secret-table");
    assertThat(Json.object(response.getBody()))
        .containsEntry("status", 500)
        .containsEntry("requestId", "request-1");
    assertThat(lines)
        .anySatisfy(
            line ->
                assertThat(line)
                    .contains("\"requestId\":\"request-1\"", "secret-table", "HttpRoutesTest"));
  }

  @Test
  void asksToRetryWhenAwsThrottles() throws MalformedJsonException {
    APIGatewayV2HTTPResponse response =
        handle(
            request -> {
              throw ProvisionedThroughputExceededException.builder()
                  .awsErrorDetails(
                      AwsErrorDetails.builder()
                          .errorCode("ProvisionedThroughputExceededException")
                          .build())
                  .statusCode(400)
                  .message("table secret-table is too busy")
                  .build();
            },
            get());

    assertThat(response.getStatusCode()).isEqualTo(503);
    assertThat(response.getHeaders()).containsEntry("retry-after", "5");
    assertThat(response.getBody()).doesNotContain("secret-table");
    assertThat(Json.object(response.getBody())).containsEntry("title", "Service Unavailable");
    assertThat(lines).anySatisfy(line -> assertThat(line).contains("secret-table"));
  }

  @Test
  void respondsToAnUnknownRouteWith404() {
    APIGatewayV2HTTPEvent elsewhere = ApiEvents.get("GET /elsewhere", Map.of());

    assertThat(handle(request -> ApiResponse.noContent(), elsewhere).getStatusCode())
        .isEqualTo(404);
  }

  @Test
  void decodesBodiesThatApiGatewayEncoded() {
    byte[] bytes = {0, (byte) 0xFF, 10};
    List<byte[]> bodies = new ArrayList<>();
    handle(
        request -> {
          bodies.add(request.body());
          return ApiResponse.json(200, Map.of());
        },
        ApiEvents.bytes("POST /images", "image/png", bytes, Map.of()));

    assertThat(bodies).containsExactly(bytes);
  }

  @Test
  void readsTextBodiesAsUtf8AndNoBodyAsEmpty() {
    List<byte[]> bodies = new ArrayList<>();
    Function<ApiRequest, ApiResponse> keep =
        request -> {
          bodies.add(request.body());
          return ApiResponse.json(200, Map.of());
        };
    handle(keep, ApiEvents.text("POST /uploads", "application/json", "ü"));
    handle(keep, get());

    assertThat(bodies).containsExactly("ü".getBytes(StandardCharsets.UTF_8), new byte[0]);
  }

  @Test
  void respondsToABodyThatIsNotBase64With400() {
    APIGatewayV2HTTPEvent event = ApiEvents.text("POST /images", "image/png", "???");
    event.setIsBase64Encoded(true);

    assertThat(
            handle(request -> ApiResponse.json(200, Map.of("size", request.body().length)), event)
                .getStatusCode())
        .isEqualTo(400);
  }

  @Test
  void treatsAnEmptyParameterAsAbsent() {
    APIGatewayV2HTTPEvent event = ApiEvents.get("GET /images", Map.of("label", "", "limit", "5"));
    handle(
        request -> {
          assertThat(request.query("label")).isEmpty();
          assertThat(request.query("cursor")).isEmpty();
          assertThat(request.query("limit")).contains("5");
          assertThat(request.path("key")).isEmpty();
          return ApiResponse.json(200, Map.of());
        },
        event);
  }

  @Test
  void readsTheObjectKey() {
    String longest = "ü".repeat(512);
    List<String> keys = new ArrayList<>();
    Function<ApiRequest, ApiResponse> keep =
        request -> {
          keys.add(request.objectKey());
          return ApiResponse.json(200, Map.of());
        };

    assertThat(handle(keep, ApiEvents.image("GET /images/{key+}", "a b/c.jpg")).getStatusCode())
        .isEqualTo(200);
    assertThat(handle(keep, ApiEvents.image("GET /images/{key+}", longest)).getStatusCode())
        .isEqualTo(200);
    for (String none : List.of("", longest + "x", "half a pair: \uD83D")) {
      APIGatewayV2HTTPResponse response = handle(keep, ApiEvents.image("GET /images/{key+}", none));
      assertThat(response.getStatusCode()).isEqualTo(404);
      assertThat(response.getHeaders()).containsEntry("content-type", "application/problem+json");
    }
    assertThat(keys).containsExactly("a b/c.jpg", longest);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "gzip | true",
        "br, GZIP;q=0.5, *;q=0 | true",
        "gzip;q=0 | false",
        "deflate, gzip; q=0.000 | false",
        "br | false",
        "gzipped | false"
      })
  void compressesALongBodyForClientsThatAcceptIt(String accepted, boolean isCompressed)
      throws IOException {
    String text = "é".repeat(2000);
    APIGatewayV2HTTPEvent event = get();
    event.setHeaders(Map.of("accept-encoding", accepted));

    APIGatewayV2HTTPResponse response =
        handle(request -> ApiResponse.json(200, Map.of("text", text)), event);

    assertThat(response.getIsBase64Encoded()).isEqualTo(isCompressed);
    if (isCompressed) {
      assertThat(response.getHeaders()).containsEntry("content-encoding", "gzip");
      byte[] compressed = Base64.getDecoder().decode(response.getBody());
      assertThat(compressed).hasSizeLessThan(200);
      try (GZIPInputStream body = new GZIPInputStream(new ByteArrayInputStream(compressed))) {
        assertThat(new String(body.readAllBytes(), StandardCharsets.UTF_8))
            .isEqualTo("{\"text\":\"" + text + "\"}");
      }
    } else {
      assertThat(response.getHeaders()).doesNotContainKey("content-encoding");
      assertThat(response.getBody()).contains(text);
    }
  }

  @Test
  void sendsAShortBodyUncompressed() {
    APIGatewayV2HTTPEvent event = get();
    event.setHeaders(Map.of("accept-encoding", "gzip"));

    assertThat(handle(request -> ApiResponse.json(200, Map.of("a", 1)), event).getBody())
        .isEqualTo("{\"a\":1}");
  }

  private APIGatewayV2HTTPResponse handle(
      Function<ApiRequest, ApiResponse> respond, APIGatewayV2HTTPEvent event) {
    HttpRoutes.Route route = (request, log) -> respond.apply(request);
    HttpRoutes routes =
        new HttpRoutes(
            Log.to("test", lines::add),
            Clock.systemUTC(),
            Map.of(
                "GET /images", route,
                "GET /images/{key+}", route,
                "POST /images", route,
                "POST /uploads", route));
    return routes.handle(event, LambdaContext.create());
  }

  private static APIGatewayV2HTTPEvent get() {
    return ApiEvents.get("GET /images", Map.of());
  }
}
