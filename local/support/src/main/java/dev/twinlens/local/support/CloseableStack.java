package dev.twinlens.local.support;

import java.util.ArrayDeque;
import java.util.Deque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Closes what was started, the youngest first; a failure does not keep the others from closing.
 *
 * <p>A start that may fail halfway uses it so:
 *
 * <pre>{@code
 * try (CloseableStack parts = new CloseableStack()) {
 *   Server server = parts.add(new Server());
 *   server.start();
 *   return new Service(server, parts.release());
 * }
 * }</pre>
 */
public final class CloseableStack implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(CloseableStack.class);

  private final Deque<AutoCloseable> open = new ArrayDeque<>();

  /** Closes it later. */
  public <T extends AutoCloseable> T add(T closeable) {
    open.push(closeable);
    return closeable;
  }

  /** Moves everything to a new stack: closing this one then closes nothing. */
  public CloseableStack release() {
    CloseableStack released = new CloseableStack();
    released.open.addAll(open);
    open.clear();
    return released;
  }

  @Override
  public void close() {
    while (!open.isEmpty()) {
      AutoCloseable next = open.pop();
      try {
        next.close();
      } catch (Exception e) {
        if (e instanceof InterruptedException) {
          Thread.currentThread().interrupt();
        }
        LOG.warn("{} did not close", next.getClass().getSimpleName(), e);
      }
    }
  }
}
