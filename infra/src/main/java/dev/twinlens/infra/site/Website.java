package dev.twinlens.infra.site;

import com.pulumi.core.Output;
import com.pulumi.resources.ComponentResource;
import com.pulumi.resources.ComponentResourceOptions;
import dev.twinlens.infra.settings.Settings;
import java.util.List;
import java.util.Optional;

/**
 * Serves the page.
 *
 * <p>The page's headers name the API and the buckets, so a website is published after them. An API
 * that is called from another origin has to admit that origin, and buckets have to in any case. So
 * the origin is told twice: {@link #crossOrigin} before there is an API, where one is needed, and
 * {@link #publish} after it, always.
 */
public abstract sealed class Website extends ComponentResource
    permits AmplifyWebsite, CloudFrontWebsite {
  /**
   * What the page talks to.
   *
   * @param apiUrl the API's address, without a slash at the end
   * @param apiPaths the paths that it answers, as in its route keys: {@code /images/{key+}}
   * @param bucketOrigins where the presigned URLs of its answers lead
   */
  public record Backend(
      Output<String> apiUrl, List<String> apiPaths, Output<List<String>> bucketOrigins) {
    public Backend {
      apiPaths = List.copyOf(apiPaths);
    }
  }

  public Website(String type, String name, ComponentResourceOptions options) {
    super(type, name, options);
  }

  public static Website of(
      String name, Settings.SiteHosting hosting, ComponentResourceOptions options) {
    if (hosting instanceof Settings.SiteHosting.Amplify amplify) {
      return new AmplifyWebsite(name, amplify, options);
    }
    return new CloudFrontWebsite(name, options);
  }

  /** The origin that the page calls the API from, unless it is the one that it calls. */
  public abstract Optional<Output<String>> crossOrigin();

  /**
   * Puts the page where it is served from. Called once.
   *
   * @return the page's origin (scheme and host, RFC 6454), which is also its address
   */
  public abstract Output<String> publish(Backend backend);

  // Response headers that go with every file, wherever it is served from, beside the policy.

  static final String CROSS_ORIGIN_OPENER_POLICY = "same-origin";
  static final String CROSS_ORIGIN_RESOURCE_POLICY = "same-origin";
  static final String FRAME_OPTIONS = "DENY";

  /** A phone's own camera takes the photos ({@code <input capture>}), which needs no permission. */
  static final String PERMISSIONS_POLICY = "camera=(), geolocation=(), microphone=()";

  static final String REFERRER_POLICY = "no-referrer";
  static final int STRICT_TRANSPORT_SECONDS = 31_536_000;
}
