package dev.twinlens.infra;

import com.pulumi.core.Output;
import com.pulumi.resources.ComponentResource;
import com.pulumi.resources.ComponentResourceOptions;

/**
 * Serves the page.
 *
 * <p>The page needs the API's address and the API admits only the page's origin. So a website is
 * made in two steps: the constructor makes what decides the origin, {@link #publish} the rest.
 */
abstract sealed class Website extends ComponentResource permits AmplifyWebsite, CloudFrontWebsite {
  Website(String type, String name, ComponentResourceOptions options) {
    super(type, name, options);
  }

  static Website of(String name, Settings.SiteHosting hosting, ComponentResourceOptions options) {
    if (hosting instanceof Settings.SiteHosting.Amplify amplify) {
      return new AmplifyWebsite(name, amplify, options);
    }
    return new CloudFrontWebsite(name, options);
  }

  /** The page's origin (scheme and host, RFC 6454), which is also its address. */
  abstract Output<String> origin();

  /**
   * Puts the page where it is served from. Called once.
   *
   * @param apiUrl the API's address, without a slash at the end
   */
  abstract void publish(Output<String> apiUrl);

  // Response headers that go with every file, wherever it is served from.

  /** Nobody frames the page, and nothing in it moves its base. */
  static final String CONTENT_SECURITY_POLICY = "base-uri 'none'; frame-ancestors 'none'";

  static final String FRAME_OPTIONS = "DENY";
  static final String PERMISSIONS_POLICY = "camera=(), geolocation=(), microphone=()";
  static final String REFERRER_POLICY = "no-referrer";
  static final int STRICT_TRANSPORT_SECONDS = 31_536_000;
}
