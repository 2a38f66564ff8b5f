package dev.twinlens.local.services.auth;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.server.Request;

/**
 * The parts of an HTTP request that a signature covers.
 *
 * @param path as sent, not decoded
 * @param query as sent, without the question mark; empty when there is none
 * @param headers by lower-case name
 */
public record SignedRequest(
    String method, String path, String query, Map<String, List<String>> headers) {

  public static SignedRequest of(Request request) {
    Map<String, List<String>> headers = new HashMap<>();
    for (HttpField field : request.getHeaders()) {
      headers
          .computeIfAbsent(field.getName().toLowerCase(Locale.ROOT), name -> new ArrayList<>())
          .add(field.getValue());
    }
    return new SignedRequest(
        request.getMethod(),
        request.getHttpURI().getPath(),
        Objects.requireNonNullElse(request.getHttpURI().getQuery(), ""),
        headers);
  }

  /** The first value of a header. */
  public Optional<String> header(String lowerCaseName) {
    return headers.getOrDefault(lowerCaseName, List.of()).stream().findFirst();
  }
}
