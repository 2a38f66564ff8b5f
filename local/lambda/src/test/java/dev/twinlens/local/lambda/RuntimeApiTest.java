package dev.twinlens.local.lambda;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import org.junit.jupiter.api.Test;

class RuntimeApiTest {
  /** A page on the internet whose name resolves to 127.0.0.1. */
  @Test
  void rejectsOtherHostNames() throws Exception {
    try (RuntimeApi api = new RuntimeApi()) {
      int port = URI.create("http://" + api.address("token")).getPort();

      assertThat(statusLine(port, "evil.example")).startsWith("HTTP/1.1 421 ");
      assertThat(statusLine(port, "127.0.0.1:" + port)).startsWith("HTTP/1.1 404 ");
    }
  }

  private static String statusLine(int port, String host) throws Exception {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket
          .getOutputStream()
          .write(
              "GET / HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n\r\n"
                  .formatted(host)
                  .getBytes(US_ASCII));
      return new String(socket.getInputStream().readAllBytes(), US_ASCII);
    }
  }
}
