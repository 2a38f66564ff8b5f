package dev.twinlens.local.hosting;

import java.net.URI;
import java.util.Set;
import java.util.TreeSet;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpURI;
import org.eclipse.jetty.proxy.ProxyHandler;
import org.jspecify.annotations.Nullable;

/**
 * An origin that is an HTTP server. It gets the viewer's path, query, headers and body, and its own
 * name as the host, as CloudFront's managed policy AllViewerExceptHostHeader specifies.
 */
final class ServerHandler extends ProxyHandler.Reverse {
  /** Replaces this machine's name. */
  private static final String VIA = "cloudfront";

  private final Set<String> overridden = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);

  /**
   * @param overridden names of the headers that the distribution sets
   */
  ServerHandler(URI address, Set<String> overridden) {
    super(
        request ->
            HttpURI.build(request.getHttpURI())
                .scheme(address.getScheme())
                .host(address.getHost())
                .port(address.getPort()));
    this.overridden.addAll(overridden);
    setProxyToServerHost(address.getAuthority());
    setViaHost(VIA);
    setUseServerThreadPool(true);
  }

  /** Null leaves the field out. */
  @Override
  protected @Nullable HttpField filterServerToProxyResponseField(HttpField field) {
    return overridden.contains(field.getName()) ? null : field;
  }
}
