package dev.twinlens.local.apigateway;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** Decodes percent escapes of paths and queries; a plus sign is a space only in a query. */
final class UrlText {
  private UrlText() {}

  /**
   * @throws IllegalArgumentException when a percent sign starts no escape
   */
  static String decodePath(String path) {
    return URLDecoder.decode(path.replace("+", "%2B"), StandardCharsets.UTF_8);
  }

  /**
   * The parameters in their order; values of the same name are joined with commas.
   *
   * @throws IllegalArgumentException when a percent sign starts no escape
   */
  static Map<String, String> decodeQuery(String query) {
    Map<String, String> parameters = new LinkedHashMap<>();
    for (String parameter : query.split("&", -1)) {
      if (parameter.isEmpty()) {
        continue;
      }
      int equals = parameter.indexOf('=');
      String name = equals < 0 ? parameter : parameter.substring(0, equals);
      String value = equals < 0 ? "" : parameter.substring(equals + 1);
      parameters.merge(
          URLDecoder.decode(name, StandardCharsets.UTF_8),
          URLDecoder.decode(value, StandardCharsets.UTF_8),
          (first, further) -> first + "," + further);
    }
    return parameters;
  }
}
