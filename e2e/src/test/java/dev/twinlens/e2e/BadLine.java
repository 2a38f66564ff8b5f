package dev.twinlens.e2e;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A SOCKS 5 proxy (RFC 1928) between a browser and everything else. A test can limit its bandwidth
 * and cut its connections.
 */
final class BadLine implements AutoCloseable {
  private static final int VERSION = 5;
  private static final int ADDRESS_IPV4 = 1;
  private static final int ADDRESS_NAME = 3;

  /** The bytes that a connection still sends while the line is narrow. */
  private static final int NARROW = 64 << 10;

  private final ServerSocket server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final Object change = new Object();
  private boolean narrow;
  private boolean cut;

  BadLine() {
    try {
      server = new ServerSocket();
      // The browser counts bytes in this buffer as sent.
      server.setReceiveBufferSize(NARROW);
      server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    threads.execute(this::accept);
  }

  /** The command line switches of a browser that uses this proxy, for loopback addresses too. */
  String[] switches() {
    return new String[] {
      "--proxy-server=socks5://127.0.0.1:" + server.getLocalPort(),
      "--proxy-bypass-list=<-loopback>"
    };
  }

  /** Stops large request bodies on their way. */
  void narrow() {
    set(true, false);
  }

  /** Closes every connection and refuses new ones until {@link #restore}. */
  void cut() throws IOException {
    set(false, true);
    for (Socket socket : open) {
      socket.close();
    }
  }

  void restore() {
    set(false, false);
  }

  @Override
  public void close() throws IOException {
    server.close();
    cut();
    threads.shutdownNow();
  }

  private void set(boolean isNarrow, boolean isCut) {
    synchronized (change) {
      narrow = isNarrow;
      cut = isCut;
      change.notifyAll();
    }
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket browser = server.accept();
        threads.execute(() -> connect(browser));
      } catch (IOException closed) {
        return;
      }
    }
  }

  private void connect(Socket browser) {
    try (browser) {
      open.add(browser);
      synchronized (change) {
        if (cut) {
          return;
        }
      }
      try (Socket far = greet(browser)) {
        open.add(far);
        threads.execute(() -> pass(far, browser, false));
        pass(browser, far, true);
        open.remove(far);
      }
    } catch (IOException e) {
      // The browser, the server or the test closed the connection: there is nobody to report to.
    } finally {
      open.remove(browser);
    }
  }

  /** Opens the connection that the browser requests. */
  private static Socket greet(Socket browser) throws IOException {
    DataInputStream in = new DataInputStream(browser.getInputStream());
    OutputStream out = browser.getOutputStream();
    in.readByte();
    in.skipNBytes(in.readUnsignedByte());
    out.write(new byte[] {VERSION, 0});
    in.skipNBytes(3);
    int kind = in.readUnsignedByte();
    byte[] address =
        switch (kind) {
          case ADDRESS_IPV4 -> in.readNBytes(4);
          case ADDRESS_NAME -> in.readNBytes(in.readUnsignedByte());
          default -> throw new IOException("SOCKS address of kind " + kind);
        };
    int port = in.readUnsignedShort();
    InetAddress host =
        kind == ADDRESS_IPV4
            ? InetAddress.getByAddress(address)
            : InetAddress.getByName(new String(address, StandardCharsets.US_ASCII));
    Socket far = new Socket(host, port);
    out.write(new byte[] {VERSION, 0, 0, ADDRESS_IPV4, 127, 0, 0, 1, 0, 0});
    return far;
  }

  private void pass(Socket from, Socket to, boolean upwards) {
    byte[] buffer = new byte[8 << 10];
    long passed = 0;
    try {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        passed += read;
        synchronized (change) {
          while (upwards && narrow && passed > NARROW) {
            change.wait();
          }
        }
        out.write(buffer, 0, read);
      }
      to.shutdownOutput();
    } catch (IOException e) {
      // One end closed the connection: close the other end too.
      closeQuietly(to);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void closeQuietly(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      // There is nothing more to close.
    }
  }
}
