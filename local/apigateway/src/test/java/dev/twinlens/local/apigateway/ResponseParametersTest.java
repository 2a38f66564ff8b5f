package dev.twinlens.local.apigateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResponseParametersTest {

  @Test
  void appliesToResponsesOfItsStatusOnly() {
    ResponseParameters parameters =
        new ResponseParameters(
            route(
                413,
                Map.of(
                    "append:header.Link", "</uploads>; rel=\"alternate\"",
                    "overwrite:header.Server-Name", "twinlens",
                    "remove:header.X-Inner", "''",
                    "overwrite:statuscode", "400")));
    GatewayResponse changed = response(413);
    GatewayResponse other = response(200);

    parameters.apply(changed);
    parameters.apply(other);

    assertThat(changed.status()).isEqualTo(400);
    assertThat(changed.headers())
        .isEqualTo(
            Map.of(
                "link", List.of("<a>", "</uploads>; rel=\"alternate\""),
                "server-name", List.of("twinlens")));
    assertThat(other.status()).isEqualTo(200);
    assertThat(other.headers()).isEqualTo(response(200).headers());
  }

  @ParameterizedTest
  @CsvSource({
    "append:header.Link, $context.requestId, only static values",
    "append:header.Access-Control-Allow-Origin, x, the header is reserved",
    "append:header.Content-Length, 1, the header is reserved",
    "append:querystring.a, 1, 'it is not append, overwrite or remove of a header'",
    "overwrite:statuscode, ok, ok is not a status code",
  })
  void rejectsWhatApiGatewayRejects(String target, String value, String message) {
    assertThatThrownBy(() -> new ResponseParameters(route(200, Map.of(target, value))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(message);
  }

  private static RouteSpec route(int status, Map<String, String> mappings) {
    return new RouteSpec(
        "POST /images", "function", Duration.ofSeconds(30), Map.of(status, mappings));
  }

  private static GatewayResponse response(int status) {
    GatewayResponse response = new GatewayResponse(status, new byte[0]);
    response.set("link", "<a>");
    response.set("server-name", "jetty");
    response.set("x-inner", "y");
    return response;
  }
}
