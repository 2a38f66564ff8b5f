package dev.twinlens.local.deployment.resources;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.twinlens.local.pulumi.DeploymentFailure;
import dev.twinlens.local.support.BoundPort;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SitePortTest {
  private final List<String> events = new ArrayList<>();
  private SitePort port;
  private URI address;

  @BeforeEach
  void bind() {
    port = new SitePort(BoundPort.any());
    address = port.address();
  }

  @AfterEach
  void close() throws IOException {
    port.close();
  }

  @Test
  void keepsItsAddressWhenTheHostingChanges() {
    serve("distribution");
    serve("app/main");

    assertThat(events).containsExactly("start distribution", "stop distribution", "start app/main");
    assertThat(port.address()).isEqualTo(address);
  }

  @Test
  void servesAnotherBuildOfTheSameSite() {
    serve("app/main");
    serve("app/main");

    assertThat(events).containsExactly("start app/main", "stop app/main", "start app/main");
  }

  /** A change of the hosting creates the new site before it deletes the former one. */
  @Test
  void keepsTheSiteThatIsServedWhenTheFormerOneIsDeleted() {
    serve("distribution");
    serve("app/main");

    port.stop("distribution");

    assertThat(events).endsWith("start app/main");
  }

  @Test
  void isTakenWhileNothingIsServed() {
    serve("app/main");
    port.stop("app/main");

    assertThat(events).endsWith("stop app/main");
    assertThatThrownBy(() -> BoundPort.at(address.getPort()).close())
        .isInstanceOf(IOException.class);
  }

  @Test
  void canBeServedAgainAfterAFailedStart() {
    assertThatThrownBy(
            () ->
                port.serve(
                    "app/main",
                    bound -> {
                      throw new DeploymentFailure("the build failed");
                    }))
        .hasMessage("the build failed");

    serve("app/main");

    assertThat(events).containsExactly("start app/main");
  }

  @Test
  void isFreeOnceItIsClosed() throws IOException {
    serve("app/main");
    port.close();

    assertThat(events).endsWith("stop app/main");
    BoundPort.at(address.getPort()).close();
  }

  /** A site holds the port that it gets, as a server does. */
  private void serve(String id) {
    port.serve(
        id,
        bound -> {
          events.add("start " + id);
          return () -> {
            events.add("stop " + id);
            bound.close();
          };
        });
  }
}
