package dev.twinlens.local.support;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.BindException;
import java.net.InetAddress;
import java.net.Socket;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.junit.jupiter.api.Test;

class BoundPortTest {
  @Test
  void isTakenFromTheMomentWhenItIsChosenUntilItIsClosed() throws Exception {
    int number;
    try (BoundPort port = BoundPort.any()) {
      number = port.port();
      assertThatThrownBy(() -> BoundPort.at(number)).isInstanceOf(BindException.class);
    }
    BoundPort.at(number).close();
  }

  @Test
  void isOutsideTheRangesOfOutgoingConnections() throws Exception {
    try (BoundPort port = BoundPort.any()) {
      assertThat(port.port()).isBetween(20_000, 32_767);
    }
  }

  @Test
  void isServedByTheConnectorThatGetsIt() throws Exception {
    Server server = new Server();
    ServerConnector connector = new ServerConnector(server);
    server.addConnector(connector);
    try (BoundPort port = BoundPort.any()) {
      port.open(connector);
      server.start();

      assertThat(connector.getLocalPort()).isEqualTo(port.port());
      new Socket(InetAddress.getLoopbackAddress(), port.port()).close();
      server.stop();
      BoundPort.at(port.port()).close();
    }
  }
}
