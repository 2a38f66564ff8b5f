package dev.twinlens.infra.site;

import com.pulumi.core.Output;
import com.pulumi.resources.ComponentResource;
import com.pulumi.resources.ComponentResourceOptions;
import java.util.List;

/**
 * Serves the page. Its headers name the API and the buckets, so it is created after them; {@link
 * SiteAddress} is the part that the API needs before.
 */
public abstract sealed class Site extends ComponentResource permits AmplifySite, CloudFrontSite {
  /**
   * What the page calls.
   *
   * @param apiUrl the API's address, without a slash at the end
   * @param apiPaths the paths of its routes: {@code /images/{key+}}
   * @param bucketOrigins the origins of the presigned URLs in its responses
   */
  public record Backend(
      Output<String> apiUrl, List<String> apiPaths, Output<List<String>> bucketOrigins) {
    public Backend {
      apiPaths = List.copyOf(apiPaths);
    }
  }

  Site(String type, String name, ComponentResourceOptions options) {
    super(type, name, options);
  }

  /** The page's origin (scheme and host, RFC 6454), which is also its address. */
  public abstract Output<String> origin();
}
