package dev.twinlens.local.services.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Map;

/**
 * An HTTP answer of a service other than S3.
 *
 * @param headers beside those that every answer has
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Reply(int status, String contentType, Map<String, String> headers, byte[] body) {
  public static Reply xml(int status, String xml) {
    return new Reply(status, "text/xml", Map.of(), xml.getBytes(UTF_8));
  }

  public static Reply json(int status, String contentType, String json) {
    return new Reply(status, contentType, Map.of(), json.getBytes(UTF_8));
  }

  public Reply with(String header, String value) {
    return new Reply(status, contentType, Map.of(header, value), body);
  }
}
