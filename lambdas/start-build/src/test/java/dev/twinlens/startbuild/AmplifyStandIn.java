package dev.twinlens.startbuild;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;

/** Answers StartJob with some refusals, and then starts it. */
final class AmplifyStandIn implements AutoCloseable {
  private final HttpServer server;
  private final Queue<Refusal> refusals = new ArrayDeque<>();
  private final List<String> requests = new ArrayList<>();

  private record Refusal(int status, String type, String message) {}

  AmplifyStandIn() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
  }

  AmplifyStandIn refusing(int times, int status, String type, String message) {
    for (int i = 0; i < times; i++) {
      refusals.add(new Refusal(status, type, message));
    }
    return this;
  }

  AmplifyApi api() {
    return new AmplifyApi(
        StaticCredentialsProvider.create(AwsBasicCredentials.create("key", "secret")),
        Region.EU_WEST_1,
        URI.create("http://127.0.0.1:" + server.getAddress().getPort()));
  }

  /** Method, path, signature and body of each request. */
  List<String> requests() {
    synchronized (requests) {
      return List.copyOf(requests);
    }
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
      Refusal refusal;
      synchronized (requests) {
        requests.add(
            "%s %s %s %s"
                .formatted(
                    exchange.getRequestMethod(),
                    exchange.getRequestURI(),
                    exchange.getRequestHeaders().getFirst("Authorization"),
                    body));
        refusal = refusals.poll();
      }
      if (refusal == null) {
        write(exchange, 200, "{\"jobSummary\": {\"jobId\": \"7\", \"status\": \"PENDING\"}}");
      } else {
        exchange.getResponseHeaders().add("x-amzn-ErrorType", refusal.type());
        write(exchange, refusal.status(), "{\"message\": \"%s\"}".formatted(refusal.message()));
      }
    }
  }

  private static void write(HttpExchange exchange, int status, String json) throws IOException {
    byte[] bytes = json.getBytes(UTF_8);
    exchange.getResponseHeaders().add("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
