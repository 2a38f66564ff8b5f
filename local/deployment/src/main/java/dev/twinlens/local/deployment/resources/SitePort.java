package dev.twinlens.local.deployment.resources;

import dev.twinlens.local.pulumi.DeploymentFailure;
import dev.twinlens.local.support.BoundPort;
import java.io.IOException;
import java.net.URI;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The website's port. One site has it at a time, the one that was served last, so that the page
 * keeps its address when its hosting changes.
 */
final class SitePort implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(SitePort.class);

  private record Site(String id, AutoCloseable server) {}

  private final URI address;
  private final int port;
  private Optional<Site> current = Optional.empty();
  private BoundPort bound;

  SitePort(BoundPort bound) {
    this.bound = bound;
    this.address = bound.address();
    this.port = bound.port();
  }

  /** {@code http://127.0.0.1:PORT}, known before anything is served. */
  URI address() {
    return address;
  }

  /**
   * Serves a site instead of the current one.
   *
   * @param start serves it on the port that it gets
   */
  synchronized void serve(String id, Function<BoundPort, AutoCloseable> start) {
    current.ifPresent(site -> stop(site.id()));
    current = Optional.of(new Site(id, start.apply(bound)));
  }

  /** Stops the site with this id; does nothing when another has the port. */
  synchronized void stop(String id) {
    Optional<Site> stopped = current.filter(site -> site.id().equals(id));
    if (stopped.isPresent()) {
      current = Optional.empty();
      close(stopped.get().server());
      bound = take();
    }
  }

  private BoundPort take() {
    try {
      return BoundPort.at(port);
    } catch (IOException e) {
      throw new DeploymentFailure(
          "another program has taken the website's port %d".formatted(port), e);
    }
  }

  @Override
  public synchronized void close() throws IOException {
    current.ifPresent(site -> close(site.server()));
    current = Optional.empty();
    bound.close();
  }

  private static void close(AutoCloseable server) {
    try {
      server.close();
    } catch (Exception e) {
      if (e instanceof InterruptedException) {
        Thread.currentThread().interrupt();
      }
      LOG.warn("the website did not stop", e);
    }
  }
}
