package dev.twinlens.local.hosting;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.twinlens.local.support.BoundPort;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A distribution with two origins: the page's bucket, and a server for some of the paths. */
final class CloudFrontServerTest {
  private static final Set<String> ALL_METHODS =
      Set.of("GET", "HEAD", "OPTIONS", "PUT", "POST", "PATCH", "DELETE");
  private static final Map<String, String> HEADERS = Map.of("X-Content-Type-Options", "nosniff");

  private HttpServer server;
  private CloudFrontHosting distribution;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", CloudFrontServerTest::echo);
    server.start();
    String address = "http://127.0.0.1:" + server.getAddress().getPort();
    distribution =
        CloudFrontHosting.start(
            new CloudFrontSpec(
                "index.html",
                List.of(
                    new CloudFrontSpec.Behavior(
                        "/images/*",
                        new CloudFrontSpec.Origin.Server(URI.create(address)),
                        ALL_METHODS,
                        HEADERS,
                        false),
                    new CloudFrontSpec.Behavior(
                        "*",
                        new CloudFrontSpec.Origin.Bucket(CloudFrontServerTest::page),
                        Set.of("GET", "HEAD"),
                        HEADERS,
                        true))),
            BoundPort.any());
  }

  @AfterEach
  void stop() {
    distribution.close();
    server.stop(0);
  }

  /** Says what arrived, line by line, with a status, headers and a body of its own. */
  private static void echo(HttpExchange exchange) throws IOException {
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    var headers = exchange.getRequestHeaders();
    byte[] answer =
        String.join(
                "\n",
                exchange.getRequestMethod() + " " + exchange.getRequestURI(),
                "host " + headers.getFirst("Host"),
                "origin " + headers.getFirst("Origin"),
                "if-match " + headers.getFirst("If-Match"),
                body)
            .getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().add("X-Content-Type-Options", "the server's own");
    exchange.getResponseHeaders().add("Location", "/images/new");
    exchange.getResponseHeaders().add("Retry-After", "7");
    boolean head = exchange.getRequestMethod().equals("HEAD");
    exchange.sendResponseHeaders(418, head ? -1 : answer.length);
    if (!head) {
      exchange.getResponseBody().write(answer);
    }
    exchange.close();
  }

  private static Optional<StoredObject> page(String key) {
    return Optional.of(
        new StoredObject(key.getBytes(StandardCharsets.UTF_8), "text/html", "", "\"1\""));
  }

  private HttpResponse<String> send(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    return HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  private HttpRequest.Builder to(String path) {
    return HttpRequest.newBuilder(URI.create(distribution.endpoint() + path));
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
  void handsARequestOnAsItCameWithTheServersName(String method) throws Exception {
    String path = "/images/a%2Fb%20c+%C3%BC%25?label=Cat%26Dog&limit=2";

    HttpResponse<String> answer =
        send(
            to(path)
                .header("Origin", "https://page.example")
                .header("If-Match", "\"7\"")
                .method(method, BodyPublishers.ofString("the body of " + method)));

    assertThat(answer.body())
        .isEqualTo(
            """
            %1$s %2$s
            host 127.0.0.1:%3$d
            origin https://page.example
            if-match "7"
            the body of %1$s"""
                .formatted(method, path, server.getAddress().getPort()));
  }

  @Test
  void answersWithTheServersStatusAndHeadersButItsOwnPolicys() throws Exception {
    HttpResponse<String> answer = send(to("/images/x").GET());

    assertThat(answer.statusCode()).isEqualTo(418);
    assertThat(Http.header(answer, "location")).isEqualTo("/images/new");
    assertThat(Http.header(answer, "retry-after")).isEqualTo("7");
    assertThat(answer.headers().allValues("x-content-type-options")).containsExactly("nosniff");
  }

  @Test
  void answersHeadWithoutABody() throws Exception {
    HttpResponse<String> answer = send(to("/images/x").method("HEAD", BodyPublishers.noBody()));

    assertThat(answer.statusCode()).isEqualTo(418);
    assertThat(answer.body()).isEmpty();
  }

  @Test
  void readsEveryOtherPathFromTheBucket() throws Exception {
    assertThat(send(to("/").GET()).body()).isEqualTo("index.html");
    assertThat(send(to("/images").GET()).body()).isEqualTo("images");
    assertThat(send(to("/images").DELETE()).statusCode()).isEqualTo(403);
  }

  @Test
  void saysThatTheServerIsNotThere() throws Exception {
    server.stop(0);

    HttpResponse<String> answer = send(to("/images/x").GET());

    assertThat(answer.statusCode()).isEqualTo(502);
  }
}
