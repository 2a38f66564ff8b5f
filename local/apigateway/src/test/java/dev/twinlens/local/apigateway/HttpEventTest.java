package dev.twinlens.local.apigateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.Base64;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The events that functions get. */
class HttpEventTest {
  private final TestApis apis = new TestApis();
  private final String echo = apis.functions().echo();

  @AfterEach
  void stopApis() {
    apis.close();
  }

  @Test
  void sendsAnEventOfPayloadFormat2() throws Exception {
    LocalHttpApi api = apis.start(new RouteSpec("POST /images/{key+}", echo));
    URI uri = api.endpoint().resolve("/images/a%2Fb%20c%2B+.jpg?label=Cat%20x&limit=&label=b+c&f");

    JsonNode event =
        TestApis.JSON.readTree(
            apis.send(
                    HttpRequest.newBuilder(uri)
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
        .isEqualTo(
            TestApis.JSON.readTree("{\"label\": \"Cat x,b c\", \"limit\": \"\", \"f\": \"\"}"));
    assertThat(event.path("cookies")).isEqualTo(TestApis.JSON.readTree("[\"a=1\", \"b=2\"]"));
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
            TestApis.JSON.readTree(
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
  void omitsWhatARequestDoesNotHave() throws Exception {
    LocalHttpApi api = apis.start(new RouteSpec("$default", echo));

    JsonNode event = TestApis.JSON.readTree(apis.get(api, "/anything").body());

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
  void encodesBodiesOfBinaryTypesAsBase64(String type, boolean base64) throws Exception {
    LocalHttpApi api = apis.start(new RouteSpec("POST /images", echo));
    HttpRequest.Builder request =
        HttpRequest.newBuilder(api.endpoint().resolve("/images"))
            .POST(BodyPublishers.ofString("text"));
    if (!type.isEmpty()) {
      request.header("Content-Type", type);
    }

    JsonNode event = TestApis.JSON.readTree(apis.send(request).body());

    assertThat(event.path("isBase64Encoded").booleanValue()).isEqualTo(base64);
    assertThat(event.path("body").textValue()).isEqualTo(base64 ? "dGV4dA==" : "text");
  }

  @Test
  void keepsEveryByteOfAPhoto() throws Exception {
    LocalHttpApi api = apis.start(new RouteSpec("POST /images", echo));
    byte[] photo = new byte[4_500_000];
    for (int i = 0; i < photo.length; i++) {
      photo[i] = (byte) ((i * 31) >> 3);
    }

    JsonNode event = TestApis.JSON.readTree(apis.post(api, photo).body());

    assertThat(Base64.getDecoder().decode(event.path("body").textValue())).isEqualTo(photo);
  }

  @Test
  void isReadByAwssOwnEventClasses() throws Exception {
    String greeter =
        apis.functions()
            .handler(new Greeter(), APIGatewayV2HTTPEvent.class, APIGatewayV2HTTPResponse.class);
    LocalHttpApi api = apis.start(new RouteSpec("GET /greet/{name}", greeter));

    HttpResponse<String> response = apis.get(api, "/greet/Ann%C3%A9?greeting=hello");

    assertThat(response.body()).isEqualTo("hello Anné from GET at 0");
    assertThat(response.statusCode()).isEqualTo(201);
    assertThat(response.headers().firstValue("content-type")).contains("text/plain");
    assertThat(response.headers().allValues("set-cookie")).containsExactly("a=1", "b=2");
    assertThat(response.headers().firstValue("apigw-requestid")).isPresent();
  }
}
