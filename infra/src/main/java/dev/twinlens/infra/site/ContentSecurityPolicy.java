package dev.twinlens.infra.site;

import java.util.List;

/**
 * What a browser allows the page: its own scripts, styles and workers, nothing inline, and images
 * and calls only of this stack.
 *
 * @see <a href="https://www.w3.org/TR/CSP3/">Content Security Policy, level 3</a>
 */
final class ContentSecurityPolicy {
  private ContentSecurityPolicy() {}

  /**
   * The value of the header.
   *
   * @param apiOrigins the origins of the API, other than its own
   * @param bucketOrigins the presigned URLs' origins
   */
  static String allowing(List<String> apiOrigins, List<String> bucketOrigins) {
    return String.join(
        "; ",
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        // A photo is shown from the browser's memory while it is uploaded.
        sources("img-src 'self' blob:", bucketOrigins),
        sources(sources("connect-src 'self'", apiOrigins), bucketOrigins),
        "worker-src 'self'",
        "manifest-src 'self'",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'none'");
  }

  private static String sources(String directive, List<String> origins) {
    return origins.isEmpty() ? directive : directive + " " + String.join(" ", origins);
  }
}
