package dev.twinlens.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * An HTTP response.
 *
 * @param headers names in lower case, values of one name joined by commas
 */
record Response(int status, Map<String, String> headers, String body) {
  private static final JsonMapper JSON = new JsonMapper();

  static Response of(HttpResponse<String> response) {
    return new Response(
        response.statusCode(),
        response.headers().map().entrySet().stream()
            .collect(
                Collectors.toMap(
                    Map.Entry::getKey, header -> String.join(", ", header.getValue()))),
        response.body());
  }

  JsonNode json() {
    try {
      return JSON.readTree(body);
    } catch (IOException e) {
      throw new UncheckedIOException(body, e);
    }
  }
}
