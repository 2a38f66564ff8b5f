package dev.twinlens.requestupload;

import dev.twinlens.domain.catalog.Timestamps;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A PUT that S3 accepts until it expires.
 *
 * @param headers those that a client must set itself. {@code Host} and {@code Content-Length} are
 *     signed too; every HTTP client derives them from the URL and the body, and a browser forbids
 *     setting them.
 */
record SignedUpload(String key, String url, Map<String, String> headers, Instant expiresAt) {
  SignedUpload {
    headers = Map.copyOf(headers);
  }

  Map<String, Object> toJson() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("key", key);
    json.put("url", url);
    json.put("headers", headers);
    json.put("expiresAt", Timestamps.time(expiresAt));
    return json;
  }
}
