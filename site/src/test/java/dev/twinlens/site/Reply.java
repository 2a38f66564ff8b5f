package dev.twinlens.site;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A response of the fake API.
 *
 * @param headers names in lower case
 * @param body empty for none
 */
record Reply(int status, Map<String, String> headers, String body) {
  private static final JsonMapper JSON = new JsonMapper();

  /** A response of a function. */
  static Reply json(int status, Object body) {
    return ofFunction(status, "application/json", body);
  }

  /** A response of a function without a body. */
  static Reply empty(int status) {
    return new Reply(status, Map.of("cache-control", "no-store"), "");
  }

  /** A problem of a function (RFC 9457), with these members besides the usual ones. */
  static Reply problem(int status, String title, String detail, Map<String, ?> more) {
    Map<String, Object> problem = new LinkedHashMap<>();
    problem.put("type", "about:blank");
    problem.put("title", title);
    problem.put("status", status);
    problem.put("detail", detail);
    problem.putAll(more);
    return ofFunction(status, "application/problem+json", problem);
  }

  /** A response of API Gateway itself. */
  static Reply noRoute() {
    return new Reply(
        404, Map.of("content-type", "application/json"), "{\"message\":\"Not Found\"}");
  }

  Reply with(Map<String, String> more) {
    Map<String, String> all = new LinkedHashMap<>(headers);
    all.putAll(more);
    return new Reply(status, all, body);
  }

  private static Reply ofFunction(int status, String type, Object body) {
    try {
      return new Reply(
          status,
          Map.of("content-type", type, "cache-control", "no-store"),
          JSON.writeValueAsString(body));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
  }
}
