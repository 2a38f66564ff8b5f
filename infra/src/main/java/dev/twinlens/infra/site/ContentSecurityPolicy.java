package dev.twinlens.infra.site;

import java.util.List;

/**
 * What a browser allows the page: its own scripts, styles and workers, nothing inline, and images
 * and calls only of this stack. It is a response header, or an element of each page, which cannot
 * say who may frame it; browsers apply both.
 *
 * @see <a href="https://www.w3.org/TR/CSP3/">Content Security Policy, level 3</a>
 */
final class ContentSecurityPolicy {
  private ContentSecurityPolicy() {}

  /** For a header beside the element in each page: what only a header can say. */
  static final String HEADER_BESIDE_PAGE = "frame-ancestors 'none'";

  /**
   * For a header of a worker's script, which a page's element does not apply to. The worker
   * computes and calls nothing.
   */
  static final String WORKER_HEADER = "default-src 'none'";

  /**
   * The value of the only header.
   *
   * @param apiOrigins the origins of the API, other than its own
   * @param bucketOrigins the presigned URLs' origins
   */
  static String header(List<String> apiOrigins, List<String> bucketOrigins) {
    return inPage(apiOrigins, bucketOrigins) + "; " + HEADER_BESIDE_PAGE;
  }

  /**
   * The content of the element in each page.
   *
   * @param apiOrigins the origins of the API, other than its own
   * @param bucketOrigins the presigned URLs' origins
   */
  static String inPage(List<String> apiOrigins, List<String> bucketOrigins) {
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
        "form-action 'none'");
  }

  private static String sources(String directive, List<String> origins) {
    return origins.isEmpty() ? directive : directive + " " + String.join(" ", origins);
  }
}
