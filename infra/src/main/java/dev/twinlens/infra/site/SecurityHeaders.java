package dev.twinlens.infra.site;

import java.util.SortedMap;
import java.util.TreeMap;

/** The response headers of every file of the page, in either hosting. */
final class SecurityHeaders {
  static final String CROSS_ORIGIN_OPENER_POLICY = "same-origin";
  static final String CROSS_ORIGIN_RESOURCE_POLICY = "same-origin";
  static final String FRAME_OPTIONS = "DENY";

  /** {@code <input capture>} opens the phone's own camera app, which needs no permission. */
  static final String PERMISSIONS_POLICY = "camera=(), geolocation=(), microphone=()";

  static final String REFERRER_POLICY = "no-referrer";
  static final int STRICT_TRANSPORT_SECONDS = 31_536_000;

  private SecurityHeaders() {}

  /** All of them by their names. */
  static SortedMap<String, String> with(String contentSecurityPolicy) {
    var headers = new TreeMap<String, String>();
    headers.put("Content-Security-Policy", contentSecurityPolicy);
    headers.put("Cross-Origin-Opener-Policy", CROSS_ORIGIN_OPENER_POLICY);
    headers.put("Cross-Origin-Resource-Policy", CROSS_ORIGIN_RESOURCE_POLICY);
    headers.put("Permissions-Policy", PERMISSIONS_POLICY);
    headers.put("Referrer-Policy", REFERRER_POLICY);
    headers.put("Strict-Transport-Security", "max-age=" + STRICT_TRANSPORT_SECONDS);
    headers.put("X-Content-Type-Options", "nosniff");
    headers.put("X-Frame-Options", FRAME_OPTIONS);
    return headers;
  }
}
