package dev.twinlens.local.services.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Map;

/**
 * The response of a service other than S3.
 *
 * @param headers in addition to those of every response
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record ServiceResponse(
    int status, String contentType, Map<String, String> headers, byte[] body) {
  static ServiceResponse xml(int status, String xml) {
    return new ServiceResponse(status, "text/xml", Map.of(), xml.getBytes(UTF_8));
  }

  public static ServiceResponse json(int status, String contentType, String json) {
    return new ServiceResponse(status, contentType, Map.of(), json.getBytes(UTF_8));
  }

  public ServiceResponse with(String header, String value) {
    return new ServiceResponse(status, contentType, Map.of(header, value), body);
  }
}
