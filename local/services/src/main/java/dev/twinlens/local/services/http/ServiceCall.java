package dev.twinlens.local.services.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.twinlens.local.services.auth.Caller;
import dev.twinlens.local.services.auth.QueryString;
import java.util.Map;

/**
 * One authenticated call of a service other than S3.
 *
 * @param secure it came over TLS, or over the connector that represents TLS here
 * @param path as sent, not decoded
 * @param headers the first value of each, by lower-case name
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record ServiceCall(
    Caller caller,
    boolean secure,
    String method,
    String path,
    Map<String, String> headers,
    byte[] body) {

  /**
   * The operation of a JSON protocol: the part of X-Amz-Target after its only dot. A target of any
   * other form is returned whole and so names no known operation: the code that carries out the
   * call might read another name from it.
   */
  public String target() {
    String target = headers.getOrDefault("x-amz-target", "");
    int dot = target.indexOf('.');
    return dot == target.lastIndexOf('.') ? target.substring(dot + 1) : target;
  }

  /** The parameters of the query protocol. */
  public Map<String, String> parameters() throws MalformedRequestException {
    try {
      return QueryString.parse(new String(body, UTF_8)).firstValues();
    } catch (IllegalArgumentException e) {
      throw new MalformedRequestException("the body is not percent-encoded", e);
    }
  }
}
