package dev.twinlens.local.apigateway;

import dev.twinlens.local.support.BoundPort;
import dev.twinlens.local.support.DaemonThreads;
import dev.twinlens.local.support.LoopbackHosts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Clock;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

/**
 * An API Gateway HTTP API with Lambda integrations, on a port of this machine. It responds as AWS
 * documents.
 */
public final class LocalHttpApi implements AutoCloseable {
  private static final int IDLE_MILLISECONDS = 60_000;

  /** API Gateway's quota of a request's line and headers. */
  private static final int LONGEST_HEAD_BYTES = 10_240;

  private final Server server;
  private final URI endpoint;

  private LocalHttpApi(Server server, URI endpoint) {
    this.server = server;
    this.endpoint = endpoint;
  }

  /**
   * Serves the API until it is closed.
   *
   * @param functions invokes the routes' functions
   * @param accessLog the file of the access log
   * @throws IllegalArgumentException when API Gateway would reject the specification
   * @throws UncheckedIOException when the log cannot be written
   */
  public static LocalHttpApi start(
      HttpApiSpec spec, BoundPort port, FunctionInvoker functions, Path accessLog) {
    AccessLog log = new AccessLog(spec.accessLogFormat(), accessLog);
    GatewayHandler handler = new GatewayHandler(spec, functions, log, Clock.systemUTC());
    Server server = new Server(DaemonThreads.forRequests("api-" + spec.apiId()));
    HttpConfiguration configuration = new HttpConfiguration();
    configuration.setSendServerVersion(false);
    // Object keys may have any encoded character; a malformed escape gets this gateway's 400.
    configuration.setUriCompliance(UriCompliance.UNSAFE);
    configuration.setRequestHeaderSize(LONGEST_HEAD_BYTES);
    ServerConnector connector =
        new ServerConnector(server, 1, 1, new HttpConnectionFactory(configuration));
    // Longer than the longest integration timeout.
    connector.setIdleTimeout(IDLE_MILLISECONDS);
    server.addConnector(connector);
    server.setHandler(new LoopbackHosts(handler));
    // Requests that Jetty rejects before the handler get the gateway's kind of response.
    server.setErrorHandler(
        (request, response, callback) -> {
          GatewayResponse rejection =
              GatewayResponse.message(
                  response.getStatus(), HttpStatus.getMessage(response.getStatus()));
          rejection.headers().forEach((name, values) -> response.getHeaders().put(name, values));
          response.write(true, ByteBuffer.wrap(rejection.body()), callback);
          return true;
        });
    try {
      log.open();
      port.open(connector);
      server.start();
    } catch (IOException e) {
      throw new UncheckedIOException(
          "Cannot serve the API at " + port.address() + ": " + e.getMessage(), e);
    } catch (Exception e) {
      throw new IllegalStateException("The API did not start", e);
    }
    return new LocalHttpApi(server, port.address());
  }

  /** The API's address, without a slash at the end. */
  public URI endpoint() {
    return endpoint;
  }

  @Override
  public void close() {
    try {
      server.stop();
    } catch (Exception e) {
      throw new IllegalStateException("The API did not stop", e);
    }
  }
}
