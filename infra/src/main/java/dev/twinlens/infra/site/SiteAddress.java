package dev.twinlens.infra.site;

import com.pulumi.core.Output;
import com.pulumi.resources.ComponentResourceOptions;
import dev.twinlens.infra.settings.SiteHosting;
import dev.twinlens.infra.support.StackContext;
import java.util.Optional;

/** Where the page will be served from, as far as the API needs to know it. */
public sealed interface SiteAddress permits AmplifyApp, SiteAddress.BesideTheApi {
  static SiteAddress of(String name, SiteHosting hosting, ComponentResourceOptions options) {
    return hosting instanceof SiteHosting.Amplify amplify
        ? new AmplifyApp(name, amplify, options)
        : new BesideTheApi();
  }

  /** The origin of the page's calls to the API, unless it is the API's own. */
  Optional<Output<String>> crossOrigin();

  /** Serves the page there. */
  Site serve(
      String name, Site.Backend backend, StackContext stack, ComponentResourceOptions options);

  /** CloudFront serves the page and the API at one origin, which it makes. */
  record BesideTheApi() implements SiteAddress {
    @Override
    public Optional<Output<String>> crossOrigin() {
      return Optional.empty();
    }

    @Override
    public Site serve(
        String name, Site.Backend backend, StackContext stack, ComponentResourceOptions options) {
      return new CloudFrontSite(name, backend, options);
    }
  }
}
