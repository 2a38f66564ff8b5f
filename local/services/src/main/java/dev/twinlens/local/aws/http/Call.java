package dev.twinlens.local.aws.http;

import dev.twinlens.local.aws.auth.Caller;
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

  /** The part of X-Amz-Target after the dot: the operation of a JSON protocol; empty for none. */
  public String target() {
    String target = headers.getOrDefault("x-amz-target", "");
    return target.substring(target.lastIndexOf('.') + 1);
  }
}
