package dev.twinlens.local.hosting;

import dev.twinlens.local.hosting.CloudFrontSpec.Behavior;
import dev.twinlens.local.hosting.CloudFrontSpec.Origin;
import dev.twinlens.local.support.BoundPort;
import java.net.URI;
import java.util.List;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.Handler;

/**
 * A CloudFront distribution on this machine, without caches: every request reads the origin, so
 * that a new object shows at once.
 */
public final class CloudFrontHosting implements AutoCloseable {
  private final LocalWebServer server;

  private CloudFrontHosting(LocalWebServer server) {
    this.server = server;
  }

  /**
   * Serves the website.
   *
   * @throws HostingException when it cannot be served
   */
  public static CloudFrontHosting start(CloudFrontSpec spec, BoundPort port) {
    List<Handler> behaviors =
        spec.behaviors().stream()
            .map(behavior -> (Handler) new BehaviorHandler(behavior, origin(spec, behavior)))
            .toList();
    // The origin decides what a path means; keys in the API's paths have encoded slashes.
    return new CloudFrontHosting(
        LocalWebServer.start(
            "cloudfront", new Handler.Sequence(behaviors), port, UriCompliance.UNSAFE));
  }

  private static Handler origin(CloudFrontSpec spec, Behavior behavior) {
    Handler origin =
        switch (behavior.origin()) {
          case Origin.Bucket(var objects) -> new BucketHandler(objects, spec.defaultRootObject());
          case Origin.Server(var address) ->
              new ServerHandler(address, behavior.responseHeaders().keySet());
        };
    return behavior.compress() ? LocalWebServer.compressing(origin) : origin;
  }

  /** The website's address: {@code http://127.0.0.1:port}, without a trailing slash. */
  public URI endpoint() {
    return server.endpoint();
  }

  @Override
  public void close() {
    server.close();
  }
}
