package dev.twinlens.local.apigateway;

import dev.twinlens.local.lambda.LambdaService;
import dev.twinlens.local.support.LoopbackHosts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/**
 * An API Gateway HTTP API with Lambda integrations, on a port of this machine. It answers as the
 * service documents, with two additions of the laptop's: its own 413 gets the headers that the
 * route's response parameters give to a 413, and a member {@code hint} with the title of a Link
 * among them.
 */
public final class HttpApi implements AutoCloseable {
  private static final int IDLE_MILLISECONDS = 60_000;

  /** The most bytes of request line and headers, API Gateway's quota. */
  private static final int LONGEST_HEAD_BYTES = 10_240;

  private final Server server;
  private final URI endpoint;

  private HttpApi(Server server, URI endpoint) {
    this.server = server;
    this.endpoint = endpoint;
  }

  /**
   * Serves the API until it is closed.
   *
   * @param port 0 for any free one
   * @param lambda has the routes' functions and their permissions
   * @param accessLog the file that gets the access log
   * @throws IllegalArgumentException when API Gateway would refuse the specification
   * @throws UncheckedIOException when the port is taken or the log cannot be written
   */
  public static HttpApi start(HttpApiSpec spec, int port, LambdaService lambda, Path accessLog) {
    AccessLog log = new AccessLog(spec.accessLogFormat(), accessLog);
    GatewayHandler handler = new GatewayHandler(spec, lambda, log);
    QueuedThreadPool threads = new QueuedThreadPool(32, 2);
    threads.setName("api-" + spec.apiId());
    threads.setDaemon(true);
    Server server = new Server(threads);
    HttpConfiguration configuration = new HttpConfiguration();
    configuration.setSendServerVersion(false);
    // Object keys hold anything, encoded; what cannot be decoded gets this gateway's own 400.
    configuration.setUriCompliance(UriCompliance.UNSAFE);
    configuration.setRequestHeaderSize(LONGEST_HEAD_BYTES);
    ServerConnector connector =
        new ServerConnector(server, 1, 1, new HttpConnectionFactory(configuration));
    connector.setHost("127.0.0.1");
    connector.setPort(port);
    // Longer than the slowest integration may take.
    connector.setIdleTimeout(IDLE_MILLISECONDS);
    server.addConnector(connector);
    server.setHandler(new LoopbackHosts(handler));
    // What the server refuses before there is a route has the gateway's form as well.
    server.setErrorHandler(
        (request, response, callback) -> {
          Answer refusal =
              Answer.message(response.getStatus(), HttpStatus.getMessage(response.getStatus()));
          refusal.headers().forEach((name, values) -> response.getHeaders().put(name, values));
          response.write(true, ByteBuffer.wrap(refusal.body()), callback);
          return true;
        });
    try {
      log.open();
      server.start();
    } catch (IOException e) {
      throw new UncheckedIOException(
          "Cannot serve the API on 127.0.0.1:" + port + ": " + e.getMessage(), e);
    } catch (Exception e) {
      throw new IllegalStateException("The API did not start", e);
    }
    return new HttpApi(server, URI.create("http://127.0.0.1:" + connector.getLocalPort()));
  }

  /** The API's address, without a slash at its end. */
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
