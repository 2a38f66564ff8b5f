package dev.twinlens.local.hosting;

import dev.twinlens.local.hosting.CloudFrontSpec.Behavior;
import dev.twinlens.local.hosting.CloudFrontSpec.Origin;
import java.net.URI;
import java.util.List;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.Handler;

/**
 * A CloudFront distribution on this machine, without its caches: every request reads the origin, so
 * that a new object is seen at once.
 */
public final class CloudFrontHosting implements AutoCloseable {
  private final LocalWebServer server;

  private CloudFrontHosting(LocalWebServer server) {
    this.server = server;
  }

  /**
   * Serves.
   *
   * @param port on 127.0.0.1; 0 for any free one
   * @throws HostingException when the port is taken
   */
  public static CloudFrontHosting start(CloudFrontSpec spec, int port) {
    List<Handler> behaviors =
        spec.behaviors().stream()
            .map(behavior -> (Handler) new BehaviorHandler(behavior, origin(spec, behavior)))
            .toList();
    // What a path means is the origin's to say, an encoded slash in a key of the API's above all.
    return new CloudFrontHosting(
        LocalWebServer.start(
            "cloudfront", new Handler.Sequence(behaviors), port, UriCompliance.UNSAFE));
  }

  private static Handler origin(CloudFrontSpec spec, Behavior behavior) {
    Handler origin =
        behavior.origin() instanceof Origin.Bucket bucket
            ? new BucketHandler(bucket.objects(), spec.defaultRootObject())
            : new ServerHandler(
                ((Origin.Server) behavior.origin()).address(), behavior.responseHeaders().keySet());
    return behavior.compress() ? LocalWebServer.compressing(origin) : origin;
  }

  /** Where the website is: {@code http://127.0.0.1:port}, without a trailing slash. */
  public URI endpoint() {
    return server.endpoint();
  }

  @Override
  public void close() {
    server.close();
  }
}
