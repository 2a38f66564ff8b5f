package dev.twinlens.local.support;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LoopbackHostsTest {
  private final Server server = new Server();
  private final ServerConnector connector = new ServerConnector(server);

  @BeforeEach
  void start() throws Exception {
    connector.setHost("127.0.0.1");
    server.addConnector(connector);
    server.setHandler(
        new LoopbackHosts(
            new Handler.Abstract() {
              @Override
              public boolean handle(Request request, Response response, Callback callback) {
                response.setStatus(204);
                callback.succeeded();
                return true;
              }
            }));
    server.start();
  }

  @AfterEach
  void stop() throws Exception {
    server.stop();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "127.0.0.1",
        "127.0.0.1:4566",
        "localhost",
        "localhost:1",
        "LocalHost:65535",
        "[::1]",
        "[::1]:4566"
      })
  void acceptsTheNamesOfThisMachine(String host) throws Exception {
    assertThat(status("Host: " + host + "\r\n")).isEqualTo(204);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "evil.example",
        "evil.example:4566",
        "127.0.0.1.evil.example",
        "localhost.evil.example:4566",
        "images.localhost:4566",
        "127.0.0.2",
        "0.0.0.0:4566",
        "[::]",
        "localhost."
      })
  void rejectsEveryOtherName(String host) throws Exception {
    assertThat(status("Host: " + host + "\r\n")).isEqualTo(421);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "Host:\r\n",
        "Host: localhost\r\nHost: evil.example\r\n",
        "Host: evil.example@localhost\r\n",
        "Host: localhost, evil.example\r\n"
      })
  void rejectsSeveralNames(String headers) throws Exception {
    assertThat(status(headers)).isIn(400, 421);
  }

  @Test
  void rejectsARequestWithoutAName() throws Exception {
    assertThat(send("GET / HTTP/1.0\r\n\r\n")).isEqualTo(421);
  }

  private int status(String headers) throws IOException {
    return send("GET / HTTP/1.1\r\n" + headers + "Connection: close\r\n\r\n");
  }

  private int send(String request) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), connector.getLocalPort())) {
      socket.getOutputStream().write(request.getBytes(US_ASCII));
      String answer = new String(socket.getInputStream().readAllBytes(), US_ASCII);
      return Integer.parseInt(answer.substring("HTTP/1.1 ".length(), "HTTP/1.1 200".length()));
    }
  }
}
