package dev.twinlens.runtime.http;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import dev.twinlens.domain.json.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.GZIPOutputStream;

/** A response with a JSON body, or with none. */
public record ApiResponse(int status, Map<String, String> headers, String body) {
  /** A shorter body fits into one packet in any case. */
  private static final int WORTH_COMPRESSING_BYTES = 1_200;

  public ApiResponse {
    headers = Map.copyOf(headers);
  }

  /** Responses hold presigned URLs and volatile state, so no cache may store them. */
  public static ApiResponse json(int status, Map<String, Object> body) {
    return new ApiResponse(
        status,
        Map.of("content-type", "application/json", "cache-control", "no-store"),
        Json.write(body));
  }

  /** The response to what was done and has no result. */
  public static ApiResponse noContent() {
    return new ApiResponse(204, Map.of("cache-control", "no-store"), "");
  }

  public ApiResponse withHeader(String name, String value) {
    Map<String, String> more = new LinkedHashMap<>(headers);
    more.put(name, value);
    return new ApiResponse(status, more, body);
  }

  /**
   * As API Gateway takes it.
   *
   * @param gzip whether to compress a long body, which an HTTP API does not do by itself
   */
  APIGatewayV2HTTPResponse toApiGateway(boolean gzip) {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    if (!gzip || bytes.length < WORTH_COMPRESSING_BYTES) {
      return APIGatewayV2HTTPResponse.builder()
          .withStatusCode(status)
          .withHeaders(headers)
          .withBody(body)
          .withIsBase64Encoded(false)
          .build();
    }
    return APIGatewayV2HTTPResponse.builder()
        .withStatusCode(status)
        .withHeaders(withHeader("content-encoding", "gzip").headers())
        .withBody(Base64.getEncoder().encodeToString(compressed(bytes)))
        .withIsBase64Encoded(true)
        .build();
  }

  private static byte[] compressed(byte[] bytes) {
    ByteArrayOutputStream compressed = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(compressed)) {
      gzip.write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return compressed.toByteArray();
  }
}
