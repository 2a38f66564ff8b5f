package dev.twinlens.local.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.channels.ServerSocketChannel;
import java.util.concurrent.ThreadLocalRandom;
import org.eclipse.jetty.server.ServerConnector;

/**
 * A port of 127.0.0.1 that is taken from the moment when it is chosen, so that its server cannot
 * lose it to another program before it starts.
 */
public final class BoundPort implements AutoCloseable {
  /** Below the ports that Linux, macOS and Windows use for outgoing connections. */
  private static final int FIRST = 20_000;

  private static final int LAST = 32_767;
  private static final int ATTEMPTS = 100;

  private final ServerSocketChannel channel;
  private final int port;

  private BoundPort(ServerSocketChannel channel, int port) {
    this.channel = channel;
    this.port = port;
  }

  /**
   * Takes this port.
   *
   * @throws BindException when it is taken
   */
  public static BoundPort at(int port) throws IOException {
    ServerSocketChannel channel = ServerSocketChannel.open();
    try {
      channel.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      return new BoundPort(channel, port);
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  /**
   * Takes any free port.
   *
   * @throws UncheckedIOException when there is none
   */
  public static BoundPort any() {
    for (int attempt = 1; ; attempt++) {
      try {
        return at(candidate());
      } catch (IOException e) {
        if (attempt == ATTEMPTS) {
          throw new UncheckedIOException("no free port on 127.0.0.1", e);
        }
      }
    }
  }

  /** A port that is probably free, for a server in another process. */
  public static int candidate() {
    return ThreadLocalRandom.current().nextInt(FIRST, LAST + 1);
  }

  public int port() {
    return port;
  }

  /** {@code http://127.0.0.1:PORT}, without a slash at the end. */
  public URI address() {
    return URI.create("http://127.0.0.1:" + port);
  }

  /** Makes it the port of a connector, which closes it. */
  public void open(ServerConnector connector) throws IOException {
    connector.open(channel);
  }

  /** Frees the port. */
  @Override
  public void close() throws IOException {
    channel.close();
  }
}
