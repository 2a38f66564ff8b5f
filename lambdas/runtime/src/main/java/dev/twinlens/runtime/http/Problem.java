package dev.twinlens.runtime.http;

import dev.twinlens.domain.json.Json;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * An error as RFC 9457 defines it. Its type is {@code about:blank}: the status says what kind of
 * error it is, the detail what to do.
 *
 * @param detail what happened, then what to do: for a person
 * @param extensions further members, such as {@code errors}
 */
public record Problem(int status, String detail, Map<String, Object> extensions) {
  private static final Map<Integer, String> TITLES =
      Map.of(
          400, "Bad Request",
          404, "Not Found",
          405, "Method Not Allowed",
          409, "Conflict",
          413, "Content Too Large",
          415, "Unsupported Media Type",
          422, "Unprocessable Content",
          500, "Internal Server Error",
          503, "Service Unavailable");

  public Problem {
    extensions = Map.copyOf(extensions);
  }

  public static Problem of(int status, String detail) {
    return new Problem(status, detail, Map.of());
  }

  /** All invalid fields of a request at once. */
  public static Problem invalid(List<FieldError> errors) {
    List<Map<String, Object>> members =
        errors.stream()
            .map(
                error -> Map.<String, Object>of("field", error.field(), "message", error.message()))
            .toList();
    return new Problem(
        400, "The request has missing or invalid fields.", Map.of("errors", members));
  }

  public Problem with(String member, Object value) {
    Map<String, Object> more = new LinkedHashMap<>(extensions);
    more.put(member, value);
    return new Problem(status, detail, more);
  }

  public ApiResponse toResponse() {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("type", "about:blank");
    body.put("title", TITLES.getOrDefault(status, "Error"));
    body.put("status", status);
    body.put("detail", detail);
    body.putAll(extensions);
    return new ApiResponse(
        status,
        Map.of("content-type", "application/problem+json", "cache-control", "no-store"),
        Json.write(body));
  }
}
