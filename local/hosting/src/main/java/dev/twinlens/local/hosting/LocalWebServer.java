package dev.twinlens.local.hosting;

import dev.twinlens.local.support.BoundPort;
import dev.twinlens.local.support.DaemonThreads;
import dev.twinlens.local.support.LoopbackHosts;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.eclipse.jetty.compression.gzip.GzipCompression;
import org.eclipse.jetty.compression.server.CompressionConfig;
import org.eclipse.jetty.compression.server.CompressionHandler;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.URIUtil;

/**
 * A web server for this machine's own browser. It binds to 127.0.0.1 and rejects other Host
 * headers.
 */
final class LocalWebServer implements AutoCloseable {
  /** The media types of a website that both Amplify and CloudFront compress. */
  private static final List<String> COMPRESSED_TYPES =
      List.of(
          "text/html",
          "text/css",
          "text/plain",
          "text/javascript",
          "application/javascript",
          "application/json",
          "application/xml",
          "image/svg+xml");

  /** CloudFront compresses no smaller file. */
  private static final int LEAST_COMPRESSED_BYTES = 1_000;

  private final Server server;
  private final URI endpoint;

  private LocalWebServer(Server server, URI endpoint) {
    this.server = server;
    this.endpoint = endpoint;
  }

  /**
   * @throws HostingException when it cannot be served
   */
  static LocalWebServer start(String name, Handler handler, BoundPort port) {
    return start(name, handler, port, UriCompliance.DEFAULT);
  }

  /**
   * @param compliance which ambiguous paths reach the handler
   * @throws HostingException when it cannot be served
   */
  static LocalWebServer start(
      String name, Handler handler, BoundPort port, UriCompliance compliance) {
    Server server = new Server(DaemonThreads.forRequests(name));
    HttpConfiguration configuration = new HttpConfiguration();
    configuration.setSendServerVersion(false);
    configuration.setUriCompliance(compliance);
    ServerConnector connector =
        new ServerConnector(server, 1, 1, new HttpConnectionFactory(configuration));
    server.addConnector(connector);
    server.setHandler(new LoopbackHosts(handler));
    server.setStopTimeout(0);
    try {
      port.open(connector);
      server.start();
    } catch (Exception e) {
      stop(server);
      throw new HostingException(
          "The website cannot be served on port %d: %s.".formatted(port.port(), e.getMessage()), e);
    }
    return new LocalWebServer(server, port.address());
  }

  static Handler compressing(Handler handler) {
    CompressionHandler compression = new CompressionHandler(handler);
    GzipCompression gzip = new GzipCompression();
    gzip.setMinCompressSize(LEAST_COMPRESSED_BYTES);
    compression.putCompression(gzip);
    CompressionConfig.Builder config = CompressionConfig.builder();
    COMPRESSED_TYPES.forEach(config::compressIncludeMimeType);
    compression.putConfiguration("/*", config.build());
    return compression;
  }

  /** The request's path, URL-decoded, with its leading slash. */
  static String path(Request request) {
    return URIUtil.decodePath(Request.getPathInContext(request));
  }

  /** Sends a text. Headers that are already set stay. */
  static void respond(
      Response response, Callback callback, int status, String contentType, String body) {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    response.setStatus(status);
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, contentType);
    response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-store");
    response.getHeaders().put(HttpHeader.CONTENT_LENGTH, bytes.length);
    Content.Sink.write(response, true, body, callback);
  }

  URI endpoint() {
    return endpoint;
  }

  @Override
  public void close() {
    stop(server);
  }

  private static void stop(Server server) {
    try {
      server.stop();
    } catch (Exception e) {
      throw new HostingException("The website's server did not stop: " + e.getMessage(), e);
    }
  }
}
