package dev.twinlens.local.services.front;

import dev.twinlens.local.support.BoundPort;
import dev.twinlens.local.support.DaemonThreads;
import dev.twinlens.local.support.LoopbackHosts;
import java.io.IOException;
import java.net.URI;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.http.HttpCompliance;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The HTTP server of all services, on 127.0.0.1.
 *
 * <p>It has two connectors: requests that come over the first count as encrypted, and those that
 * come over the second do not. Nothing leaves this machine either way.
 */
public final class FrontServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(FrontServer.class);
  private static final long STOP_MILLIS = 2000;
  private static final long IDLE_AT_STOP_MILLIS = 200;

  /** For accepting and selecting only. */
  private final Server server;

  private final ServerConnector secure;
  private final ServerConnector plain;
  private final URI endpoint;
  private final URI plainEndpoint;

  private FrontServer(Server server, ServerConnector secure, ServerConnector plain) {
    this.server = server;
    this.secure = secure;
    this.plain = plain;
    this.endpoint = address(secure);
    this.plainEndpoint = address(plain);
  }

  /**
   * Has its ports, so that its addresses are known, before it starts.
   *
   * @param port of the connector that counts as encrypted
   */
  public static FrontServer bind(BoundPort port) throws IOException {
    Server server = new Server(DaemonThreads.forRequests("aws"));
    server.setStopTimeout(STOP_MILLIS);
    ServerConnector secure = connector(server, port, /* encrypted= */ true);
    try {
      return new FrontServer(server, secure, connector(server, BoundPort.any(), false));
    } catch (IOException e) {
      secure.close();
      throw e;
    }
  }

  private static ServerConnector connector(Server server, BoundPort port, boolean encrypted)
      throws IOException {
    HttpConfiguration http = new HttpConfiguration();
    // Signatures cover paths and headers as sent, and a key may contain any character.
    http.setUriCompliance(UriCompliance.LEGACY);
    http.setHttpCompliance(HttpCompliance.LEGACY);
    http.setHeaderCacheCaseSensitive(true);
    http.setSendServerVersion(false);
    http.addCustomizer((request, responseHeaders) -> new Transport(request, encrypted));
    ServerConnector connector = new ServerConnector(server, new HttpConnectionFactory(http));
    connector.setShutdownIdleTimeout(IDLE_AT_STOP_MILLIS);
    server.addConnector(connector);
    port.open(connector);
    return connector;
  }

  /** A request that knows whether it counts as encrypted. */
  private static final class Transport extends Request.Wrapper {
    private final boolean encrypted;

    Transport(Request request, boolean encrypted) {
      super(request);
      this.encrypted = encrypted;
    }

    @Override
    public boolean isSecure() {
      return encrypted;
    }
  }

  /** The address whose requests count as encrypted. */
  public URI endpoint() {
    return endpoint;
  }

  /** The address whose requests count as not encrypted. */
  public URI plainEndpoint() {
    return plainEndpoint;
  }

  private static URI address(ServerConnector connector) {
    return URI.create("http://127.0.0.1:" + connector.getLocalPort());
  }

  /** Starts to handle requests. */
  public void start(Handler handler) {
    server.setHandler(new GracefulHandler(new LoopbackHosts(handler)));
    try {
      server.start();
    } catch (Exception e) {
      throw new IllegalStateException("the AWS services cannot start", e);
    }
  }

  /** Waits a short time for the requests in progress; the later ones are aborted. */
  public void stop() throws Exception {
    try {
      server.stop();
    } catch (TimeoutException e) {
      LOG.info("requests in progress were aborted");
    }
  }

  /** Frees the ports of a server that was not started. */
  @Override
  public void close() {
    secure.close();
    plain.close();
  }
}
