package dev.twinlens.infra.site;

import java.util.List;

/**
 * What a browser lets the page do: its own scripts, styles and workers, nothing inline, pictures
 * and calls only where this stack keeps them.
 *
 * @see <a href="https://www.w3.org/TR/CSP3/">Content Security Policy, level 3</a>
 */
final class ContentSecurityPolicy {
  private ContentSecurityPolicy() {}

  /**
   * The value of the header.
   *
   * @param apiOrigins where the page calls the API, other than at its own origin
   * @param bucketOrigins where presigned URLs lead
   */
  static String allowing(List<String> apiOrigins, List<String> bucketOrigins) {
    return String.join(
        "; ",
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        // A photo that is about to be sent is shown from the browser's own memory.
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
