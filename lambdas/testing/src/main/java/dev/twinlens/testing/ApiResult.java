package dev.twinlens.testing;

import java.util.Map;

/** What a client gets from an HTTP API. */
public record ApiResult(int status, Map<String, String> headers, String body) {
  public ApiResult {
    headers = Map.copyOf(headers);
  }

  /** The body, which must be a JSON object. */
  public Map<String, Object> json() {
    return TestJson.object(body);
  }
}
