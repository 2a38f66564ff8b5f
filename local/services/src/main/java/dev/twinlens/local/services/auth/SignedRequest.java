package dev.twinlens.local.services.auth;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The parts of an HTTP request that a signature covers.
 *
 * @param path as sent, not decoded
 * @param query as sent, without the question mark; empty when there is none
 * @param headers by lower-case name
 */
public record SignedRequest(
    String method, String path, String query, Map<String, List<String>> headers) {

  Optional<String> header(String lowerCaseName) {
    return headers.getOrDefault(lowerCaseName, List.of()).stream().findFirst();
  }
}
