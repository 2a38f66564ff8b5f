package dev.twinlens.local.services.s3;

import dev.twinlens.local.services.http.Xml;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** One rule of a bucket's CORS configuration. A pattern may contain one asterisk. */
record CorsRule(
    List<String> origins,
    List<String> methods,
    List<String> headers,
    List<String> exposedHeaders,
    Optional<String> maxAgeSeconds) {

  static List<CorsRule> parse(String document) {
    try {
      return Xml.children(Xml.parse(document.getBytes(StandardCharsets.UTF_8)), "CORSRule").stream()
          .map(
              rule ->
                  new CorsRule(
                      Xml.texts(rule, "AllowedOrigin"),
                      Xml.texts(rule, "AllowedMethod"),
                      Xml.texts(rule, "AllowedHeader"),
                      Xml.texts(rule, "ExposeHeader"),
                      Xml.text(rule, "MaxAgeSeconds")))
          .toList();
    } catch (IOException e) {
      throw S3Errors.malformedXml();
    }
  }

  boolean permits(String origin, String method, List<String> requestHeaders) {
    return origins.stream().anyMatch(pattern -> matches(pattern, origin))
        && methods.contains(method)
        && requestHeaders.stream()
            .allMatch(
                header ->
                    headers.stream()
                        .anyMatch(
                            pattern ->
                                matches(
                                    pattern.toLowerCase(Locale.ROOT),
                                    header.toLowerCase(Locale.ROOT))));
  }

  boolean anyOrigin() {
    return origins.contains("*");
  }

  private static boolean matches(String pattern, String value) {
    int star = pattern.indexOf('*');
    if (star < 0) {
      return pattern.equals(value);
    }
    return Pattern.matches(
        Pattern.quote(pattern.substring(0, star))
            + ".*"
            + Pattern.quote(pattern.substring(star + 1)),
        value);
  }
}
