package dev.twinlens.local.services.sqs;

import com.fasterxml.jackson.databind.JsonNode;
import dev.twinlens.local.services.auth.LocalAccount;
import dev.twinlens.local.services.http.JsonProtocol;
import dev.twinlens.local.services.http.ServiceResponse;
import dev.twinlens.local.support.Restarts;
import dev.twinlens.local.support.ServerListener;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/**
 * ElasticMQ, started again from its disk whenever it could not store a message. What it
 * acknowledged before is there then; until it runs, calls get 503.
 */
final class QueueServer implements AutoCloseable {
  private static final ServiceResponse UNAVAILABLE =
      new JsonProtocol("1.0")
          .error(503, "ServiceUnavailable", "SQS is being restarted: it could not store a message");

  private final Path directory;
  private final URI front;
  private final LocalAccount account;
  private final Restarts restarts;
  private volatile Optional<ElasticMq> running;

  private QueueServer(Path directory, URI front, LocalAccount account, ServerListener listener) {
    this.directory = directory;
    this.front = front;
    this.account = account;
    this.restarts = new Restarts("SQS", this::restart, listener);
    this.running = Optional.of(start());
  }

  /**
   * Starts it and waits until the queues of an earlier process are restored.
   *
   * @param front what the URLs of queues begin with
   */
  static QueueServer start(
      Path directory, URI front, LocalAccount account, ServerListener listener) {
    return new QueueServer(directory, front, account, listener);
  }

  private ElasticMq start() {
    return ElasticMq.start(directory, front, account, restarts::ended);
  }

  private void restart() {
    Optional<ElasticMq> ended = running;
    running = Optional.empty();
    ended.ifPresent(ElasticMq::close);
    running = Optional.of(start());
  }

  /** Calls an operation and waits for its response. */
  ServiceResponse call(String operation, JsonNode request) {
    return running.map(server -> server.call(operation, request)).orElse(UNAVAILABLE);
  }

  /** Deletes a purged queue's messages from the disk, which ElasticMQ 1.7 does not do. */
  void purgeStored(String queueName) {
    running.ifPresent(server -> server.purgeStored(queueName));
  }

  @Override
  public void close() {
    restarts.close();
    running.ifPresent(ElasticMq::close);
  }
}
