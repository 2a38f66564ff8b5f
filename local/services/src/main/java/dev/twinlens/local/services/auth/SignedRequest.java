package dev.twinlens.local.services.auth;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
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
          .add(text(Objects.requireNonNullElse(field.getValue(), "")));
    }
    return new SignedRequest(
        request.getMethod(),
        request.getHttpURI().getPath(),
        Objects.requireNonNullElse(request.getHttpURI().getQuery(), ""),
        headers);
  }

  /**
   * A header's value as clients sign it: they sign and send its UTF-8 bytes.
   *
   * @param raw one character for each byte
   */
  public static String text(String raw) {
    try {
      return UTF_8.newDecoder().decode(ByteBuffer.wrap(raw.getBytes(ISO_8859_1))).toString();
    } catch (CharacterCodingException e) {
      return raw;
    }
  }

  /** The first value of a header. */
  public Optional<String> header(String lowerCaseName) {
    return headers.getOrDefault(lowerCaseName, List.of()).stream().findFirst();
  }
}
