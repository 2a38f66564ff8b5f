package dev.twinlens.local.apigateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FunctionResponseTest {

  @Test
  void parsesStatusHeadersCookiesAndBody() throws Exception {
    GatewayResponse response =
        FunctionResponse.parse(
            """
            {"statusCode": 201, "headers": {"Location": "/images/ü", "X-Count": 3},
             "multiValueHeaders": {"Vary": ["a", "b"]},
             "cookies": ["a=1", "b=2; Secure"], "body": "grüße", "isBase64Encoded": false}
            """);

    assertThat(response.status()).isEqualTo(201);
    assertThat(response.headers())
        .isEqualTo(
            Map.of(
                "Location", List.of("/images/ü"),
                "X-Count", List.of("3"),
                "Vary", List.of("a", "b"),
                "set-cookie", List.of("a=1", "b=2; Secure"),
                "content-type", List.of("text/plain;charset=UTF-8")));
    assertThat(response.body()).isEqualTo("grüße".getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void decodesABase64Body() throws Exception {
    GatewayResponse response =
        FunctionResponse.parse(
            """
            {"statusCode": "200", "headers": {"content-type": "image/png"},
             "body": "iVBORw==", "isBase64Encoded": true}
            """);

    assertThat(response.body()).isEqualTo(new byte[] {(byte) 0x89, 'P', 'N', 'G'});
    assertThat(response.headers()).containsEntry("content-type", List.of("image/png"));
  }

  @Test
  void dropsHeadersOfTheConnection() throws Exception {
    GatewayResponse response =
        FunctionResponse.parse(
            "{\"statusCode\": 200, \"headers\": {\"Content-Length\": \"7\", \"connection\": \"x\"}}");

    assertThat(response.headers()).containsOnlyKeys("content-type");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"Hello from Lambda!\" | Hello from Lambda!",
        "{\"message\": \"hi\"} | {\"message\": \"hi\"}",
        "[1,2] | [1,2]",
        "7 | 7",
        "null | null",
      })
  void treatsJsonWithoutAStatusCodeAsTheBodyOfASuccess(String payload, String body)
      throws Exception {
    GatewayResponse response = FunctionResponse.parse(payload);

    assertThat(response.status()).isEqualTo(200);
    assertThat(new String(response.body(), StandardCharsets.UTF_8)).isEqualTo(body);
    assertThat(response.headers()).isEqualTo(Map.of("content-type", List.of("application/json")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'' | the function's response is empty",
        "oops | the function's response is not JSON",
        "{\"statusCode\": 200} {} | the function's response is not JSON",
        "{\"statusCode\": \"ok\"} | the status code is \"ok\"",
        "{\"statusCode\": 99} | the status code is 99",
        "{\"statusCode\": null} | the status code is null",
        "{\"statusCode\": 200, \"body\": {}} | the body is not a string",
        "{\"statusCode\": 200, \"body\": \"*\", \"isBase64Encoded\": true} | the body is not base64",
        "{\"statusCode\": 200, \"headers\": []} | headers is not an object",
        "{\"statusCode\": 200, \"headers\": {\"a\": {}}} | the header a is not a string",
        "{\"statusCode\": 200, \"headers\": {\"a b\": \"c\"}} | \"a b\" is not a valid header name",
        "{\"statusCode\": 200, \"headers\": {\"a\": \"b\\r\\nc\"}}"
            + " | the header a has a control character",
        "{\"statusCode\": 200, \"cookies\": \"a=1\"} | cookies is not a list",
      })
  void rejectsResponsesThatItCannotForward(String payload, String message) {
    assertThatThrownBy(() -> FunctionResponse.parse(payload))
        .isInstanceOf(FunctionResponse.MalformedException.class)
        .hasMessage(message);
  }
}
