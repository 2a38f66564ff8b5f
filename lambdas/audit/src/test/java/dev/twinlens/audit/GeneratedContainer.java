package dev.twinlens.audit;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Answers as Azure does for the copies of {@link GeneratedVersions}. */
final class GeneratedContainer implements AutoCloseable {
  private static final int PAGE = 5000;
  private static final Pattern MARKER = Pattern.compile("marker=([0-9]+)");
  private static final String TIME = "Sun, 01 Nov 2026 08:00:00 GMT";

  private final HttpServer server;
  private final int count;
  private final AtomicInteger requests = new AtomicInteger();

  GeneratedContainer(int count) {
    this.count = count;
    // Else each small response waits for the client's acknowledgement.
    System.setProperty("sun.net.httpserver.nodelay", "true");
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext("/", this::answer);
    server.start();
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/twinlens/originals";
  }

  int requests() {
    return requests.get();
  }

  @Override
  public void close() {
    server.stop(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    requests.incrementAndGet();
    exchange.getResponseHeaders().set("Last-Modified", TIME);
    exchange.getResponseHeaders().set("ETag", "\"0x1\"");
    if (String.valueOf(exchange.getRequestURI().getQuery()).contains("comp=list")) {
      send(exchange, 200, page(exchange.getRequestURI().getQuery()));
      return;
    }
    String[] segments = exchange.getRequestURI().getPath().split("/", -1);
    int number = GeneratedVersions.number(segments[4]);
    if (!GeneratedVersions.hasCopy(number)) {
      exchange.getResponseHeaders().set("x-ms-error-code", "BlobNotFound");
      send(exchange, 404, new byte[0]);
      return;
    }
    byte[] bytes = GeneratedVersions.bytes();
    exchange
        .getResponseHeaders()
        .set("Content-Range", "bytes 0-" + (bytes.length - 1) + "/" + bytes.length);
    exchange.getResponseHeaders().set("x-ms-blob-type", "BlockBlob");
    send(exchange, 206, bytes);
  }

  private byte[] page(String query) {
    Matcher marker = MARKER.matcher(query);
    int from = marker.find() ? Integer.parseInt(marker.group(1)) : 0;
    int to = Math.min(count, from + PAGE);
    StringBuilder blobs = new StringBuilder();
    for (int number = from; number < to; number++) {
      if (GeneratedVersions.hasCopy(number)) {
        blobs.append(GeneratedVersions.listed(number));
      }
    }
    String list =
        "<?xml version=\"1.0\" encoding=\"utf-8\"?><EnumerationResults ContainerName=\"originals\">"
            + "<Blobs>"
            + blobs
            + "</Blobs><NextMarker>"
            + (to < count ? Integer.toString(to) : "")
            + "</NextMarker></EnumerationResults>";
    return list.getBytes(StandardCharsets.UTF_8);
  }

  private static void send(HttpExchange exchange, int status, byte[] body) throws IOException {
    if (status == 200) {
      exchange.getResponseHeaders().set("Content-Type", "application/xml");
    }
    boolean head = exchange.getRequestMethod().equals("HEAD");
    if (head) {
      exchange.getResponseHeaders().set("Content-Length", Integer.toString(body.length));
    }
    exchange.sendResponseHeaders(status, head || body.length == 0 ? -1 : body.length);
    if (!head) {
      exchange.getResponseBody().write(body);
    }
    exchange.close();
  }
}
