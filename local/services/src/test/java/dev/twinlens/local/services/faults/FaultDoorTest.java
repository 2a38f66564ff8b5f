package dev.twinlens.local.services.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twinlens.local.services.front.FrontServer;
import dev.twinlens.local.support.BoundPort;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.InstantSource;
import java.util.Random;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FaultDoorTest {
  private static final String ALL = "{\"seconds\": 60, \"throttle\": {\"dynamodb\": 1}}";

  private final InjectedFaults faults = new InjectedFaults(InstantSource.system(), new Random(1));
  private FrontServer front;

  @BeforeEach
  void start() throws IOException {
    front = FrontServer.bind(BoundPort.any());
    front.start(new FaultDoor(faults, new Teapot()));
  }

  @AfterEach
  void stop() throws Exception {
    front.stop();
  }

  private static final class Teapot extends Handler.Abstract {
    @Override
    public boolean handle(Request request, Response response, Callback callback) {
      response.setStatus(418);
      callback.succeeded();
      return true;
    }
  }

  @Test
  void putsFaultsIntoEffect() throws Exception {
    assertThat(send("PUT", "/.faults", ALL)).isEqualTo(204);

    assertThat(faults.throttlesNext("dynamodb")).isTrue();
  }

  @Test
  void rejectsWhatIsNotJson() throws Exception {
    assertThat(send("PUT", "/.faults", "no")).isEqualTo(400);
  }

  @Test
  void rejectsTheMethodThatAPageInABrowserMaySend() throws Exception {
    assertThat(send("POST", "/.faults", ALL)).isEqualTo(405);

    assertThat(faults.throttlesNext("dynamodb")).isFalse();
  }

  @Test
  void passesEveryOtherRequestOn() throws Exception {
    assertThat(send("PUT", "/bucket/.faults", ALL)).isEqualTo(418);
  }

  private int send(String method, String path, String body) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(front.endpoint() + path))
            .method(method, HttpRequest.BodyPublishers.ofString(body))
            .build();
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
    }
  }
}
