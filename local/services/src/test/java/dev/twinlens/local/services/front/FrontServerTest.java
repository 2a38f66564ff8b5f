package dev.twinlens.local.services.front;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twinlens.local.support.BoundPort;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FrontServerTest {
  private FrontServer server;

  @BeforeEach
  void start() throws Exception {
    server = FrontServer.bind(BoundPort.any());
    server.start(
        new Handler.Abstract() {
          @Override
          public boolean handle(Request request, Response response, Callback callback) {
            Content.Sink.write(
                response, /* last= */ true, Boolean.toString(request.isSecure()), callback);
            return true;
          }
        });
  }

  @AfterEach
  void stop() throws Exception {
    server.stop();
  }

  @Test
  void countsOnlyTheFirstConnectorAsEncrypted() throws Exception {
    assertThat(get(server.endpoint())).isEqualTo("true");
    assertThat(get(server.plainEndpoint())).isEqualTo("false");
  }

  private static String get(URI address) throws Exception {
    return HttpClient.newHttpClient()
        .send(HttpRequest.newBuilder(address).build(), BodyHandlers.ofString())
        .body();
  }
}
