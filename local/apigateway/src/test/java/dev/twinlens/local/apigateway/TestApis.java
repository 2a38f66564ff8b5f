package dev.twinlens.local.apigateway;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.twinlens.local.support.BoundPort;
import dev.twinlens.local.support.CloseableStack;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Starts APIs for a test, and sends requests to them. */
final class TestApis implements AutoCloseable {
  static final JsonMapper JSON = new JsonMapper();

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final CloseableStack apis = new CloseableStack();
  private final InProcessFunctions functions = new InProcessFunctions();

  InProcessFunctions functions() {
    return functions;
  }

  LocalHttpApi start(RouteSpec... routes) {
    return start(CorsConfiguration.none(), routes);
  }

  LocalHttpApi start(CorsConfiguration cors, RouteSpec... routes) {
    return start(spec(cors, Throttling.accountDefault(), "", routes), Path.of("unused.log"));
  }

  LocalHttpApi start(HttpApiSpec spec, Path accessLog) {
    return apis.add(LocalHttpApi.start(spec, BoundPort.any(), functions, accessLog));
  }

  static HttpApiSpec spec(
      CorsConfiguration cors, Throttling throttling, String logFormat, RouteSpec... routes) {
    return new HttpApiSpec(
        InProcessFunctions.API,
        InProcessFunctions.ACCOUNT,
        InProcessFunctions.REGION,
        cors,
        List.of(routes),
        throttling,
        logFormat);
  }

  HttpResponse<String> get(LocalHttpApi api, String path, String... headers)
      throws IOException, InterruptedException {
    HttpRequest.Builder request = HttpRequest.newBuilder(api.endpoint().resolve(path));
    return send(headers.length == 0 ? request : request.headers(headers));
  }

  CompletableFuture<HttpResponse<String>> getLater(LocalHttpApi api, String path) {
    return client.sendAsync(
        HttpRequest.newBuilder(api.endpoint().resolve(path)).build(), BodyHandlers.ofString());
  }

  HttpResponse<String> post(LocalHttpApi api, byte[] body)
      throws IOException, InterruptedException {
    return send(
        HttpRequest.newBuilder(api.endpoint().resolve("/images"))
            .header("Content-Type", "image/jpeg")
            .POST(BodyPublishers.ofByteArray(body)));
  }

  HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
    return client.send(request.build(), BodyHandlers.ofString());
  }

  HttpResponse<byte[]> bytes(LocalHttpApi api, String path)
      throws IOException, InterruptedException {
    return client.send(
        HttpRequest.newBuilder(api.endpoint().resolve(path)).build(), BodyHandlers.ofByteArray());
  }

  /** Sends a request that an HTTP client would not send. */
  static String raw(LocalHttpApi api, String head) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), api.endpoint().getPort())) {
      OutputStream output = socket.getOutputStream();
      output.write((head + "\r\nConnection: close\r\n\r\n").getBytes(StandardCharsets.UTF_8));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Override
  public void close() {
    apis.close();
    // Not close(), which waits for the response to a request that a test has left open.
    client.shutdownNow();
  }
}
