package dev.twinlens.domain.keys;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** Percent-encoding of object keys in URLs. */
public final class Urls {
  private Urls() {}

  /** One segment or parameter: a slash is encoded too, and a space becomes {@code %20}. */
  public static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  /** A path whose slashes stay. */
  public static String encodePath(String path) {
    return encode(path).replace("%2F", "/");
  }
}
