package dev.twinlens.local.services.http;

import dev.twinlens.local.services.auth.Caller;
import java.util.Map;

/**
 * One authenticated call of a service other than S3.
 *
 * @param secure it came over TLS, or what stands for it here
 * @param path as it was sent
 * @param headers the first value of each, by lower-case name
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Call(
    Caller caller, boolean secure, String path, Map<String, String> headers, byte[] body) {

  /**
   * The operation of a JSON protocol: the part of X-Amz-Target after its one dot. A target of any
   * other form is taken as a whole, and so for no operation that anybody knows: what carries the
   * call out might read another name from it.
   */
  public String target() {
    String target = headers.getOrDefault("x-amz-target", "");
    int dot = target.indexOf('.');
    return dot == target.lastIndexOf('.') ? target.substring(dot + 1) : target;
  }
}
