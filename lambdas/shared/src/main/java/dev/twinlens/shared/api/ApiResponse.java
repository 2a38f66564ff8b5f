package dev.twinlens.shared.api;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import dev.twinlens.shared.json.Json;
import java.util.LinkedHashMap;
import java.util.Map;

/** An answer with a JSON body, or with none. */
public record ApiResponse(int status, Map<String, String> headers, String body) {
  public ApiResponse {
    headers = Map.copyOf(headers);
  }

  /** Answers hold presigned URLs and what changes by the second, so nobody may keep them. */
  public static ApiResponse json(int status, Map<String, Object> body) {
    return new ApiResponse(
        status,
        Map.of("content-type", "application/json", "cache-control", "no-store"),
        Json.write(body));
  }

  /** The answer of what was done and has nothing to tell. */
  public static ApiResponse noContent() {
    return new ApiResponse(204, Map.of("cache-control", "no-store"), "");
  }

  public ApiResponse withHeader(String name, String value) {
    Map<String, String> more = new LinkedHashMap<>(headers);
    more.put(name, value);
    return new ApiResponse(status, more, body);
  }

  APIGatewayV2HTTPResponse toApiGateway() {
    return APIGatewayV2HTTPResponse.builder()
        .withStatusCode(status)
        .withHeaders(headers)
        .withBody(body)
        .withIsBase64Encoded(false)
        .build();
  }
}
