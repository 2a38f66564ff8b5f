package dev.twinlens.backup;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;

/** A proxy between the function and Azure that fails as networks and busy services do. */
final class FaultyAzure implements AutoCloseable {
  /** Those that the client behind this server sets itself. */
  private static final Set<String> OWN_HEADERS =
      Set.of("host", "content-length", "connection", "upgrade", "http2-settings");

  private final HttpServer server;
  private final URI azure;
  private final HttpClient client = HttpClient.newHttpClient();
  private final AtomicInteger unavailable = new AtomicInteger();
  private volatile UnaryOperator<byte[]> onTheWay = UnaryOperator.identity();

  FaultyAzure(URI azure) {
    this.azure = azure;
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext("/", this::pass);
    server.start();
  }

  /** Azure's address, by way of this. */
  String through(String url) {
    return url.replace(azure.getAuthority(), "127.0.0.1:" + server.getAddress().getPort());
  }

  /** What becomes of bodies on their way. */
  void change(UnaryOperator<byte[]> change) {
    onTheWay = change;
  }

  /** The next requests are answered 503. */
  void beUnavailable(int requests) {
    unavailable.set(requests);
  }

  @Override
  public void close() {
    server.stop(0);
  }

  private void pass(HttpExchange exchange) throws IOException {
    byte[] body = exchange.getRequestBody().readAllBytes();
    if (unavailable.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
      exchange.sendResponseHeaders(503, -1);
      exchange.close();
      return;
    }
    HttpRequest.Builder request =
        HttpRequest.newBuilder(azure.resolve(exchange.getRequestURI()))
            .method(
                exchange.getRequestMethod(),
                HttpRequest.BodyPublishers.ofByteArray(onTheWay.apply(body)));
    exchange
        .getRequestHeaders()
        .forEach(
            (name, values) -> {
              if (!OWN_HEADERS.contains(name.toLowerCase(Locale.ROOT))) {
                values.forEach(value -> request.header(name, value));
              }
            });
    try {
      HttpResponse<byte[]> response =
          client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
      response
          .headers()
          .map()
          .forEach(
              (name, values) -> {
                if (!name.equals("content-length") && !name.equals("transfer-encoding")) {
                  exchange.getResponseHeaders().put(name, values);
                }
              });
      byte[] answer = response.body();
      exchange.sendResponseHeaders(response.statusCode(), answer.length == 0 ? -1 : answer.length);
      exchange.getResponseBody().write(answer);
      exchange.close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }
}
