package dev.twinlens.testing;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import java.util.Base64;
import java.util.Map;

/** Requests as API Gateway passes them on. */
public final class ApiEvents {
  private ApiEvents() {}

  /** A request without a body. */
  public static APIGatewayV2HTTPEvent get(String route, Map<String, String> query) {
    return event(route, query).build();
  }

  /** A request for one image, such as {@code GET /images/{key+}}. */
  public static APIGatewayV2HTTPEvent image(String route, String key) {
    return event(route, Map.of()).withPathParameters(Map.of("key", key)).build();
  }

  /** A request with a text as its body. */
  public static APIGatewayV2HTTPEvent text(String route, String contentType, String body) {
    return event(route, Map.of())
        .withHeaders(Map.of("content-type", contentType))
        .withBody(body)
        .build();
  }

  /** A request with bytes as its body. */
  public static APIGatewayV2HTTPEvent bytes(
      String route, String contentType, byte[] body, Map<String, String> query) {
    return event(route, query)
        .withHeaders(Map.of("content-type", contentType))
        .withBody(Base64.getEncoder().encodeToString(body))
        .withIsBase64Encoded(true)
        .build();
  }

  private static APIGatewayV2HTTPEvent.APIGatewayV2HTTPEventBuilder event(
      String route, Map<String, String> query) {
    return APIGatewayV2HTTPEvent.builder()
        .withRouteKey(route)
        .withHeaders(Map.of())
        .withQueryStringParameters(query.isEmpty() ? null : query);
  }
}
