package dev.twinlens.local.services.sqs;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.typesafe.config.ConfigFactory;
import dev.twinlens.local.services.auth.LocalAccount;
import dev.twinlens.local.services.http.ServiceResponse;
import dev.twinlens.local.support.CloseableStack;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.apache.pekko.actor.AbstractActor;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.actor.Props;
import org.apache.pekko.actor.Terminated;
import org.apache.pekko.pattern.Patterns;
import org.elasticmq.NodeAddress;
import org.elasticmq.StrictSQSLimits$;
import org.elasticmq.actor.QueueManagerActor;
import org.elasticmq.actor.queue.QueueEvent;
import org.elasticmq.persistence.sql.SqlQueuePersistenceActor;
import org.elasticmq.persistence.sql.SqlQueuePersistenceConfig;
import org.elasticmq.rest.sqs.AutoCreateQueuesConfig;
import org.elasticmq.rest.sqs.SQSRestServer;
import org.elasticmq.rest.sqs.TheSQSRestServerBuilder;
import org.elasticmq.util.NowProvider;
import scala.Option;
import scala.collection.immutable.List$;
import scalikejdbc.ConnectionPool;

/**
 * ElasticMQ on a loopback port of its own, with its messages on disk. It verifies no signature:
 * only this package may call it.
 *
 * <p>ElasticMQ's database belongs to the whole JVM, so there can be one at a time.
 */
final class ElasticMq implements AutoCloseable {
  private static final Duration RESTORE = Duration.ofSeconds(30);
  private static final String CONTENT_TYPE = "application/x-amz-json-1.0";
  private static final AtomicBoolean RUNNING = new AtomicBoolean();

  private final URI endpoint;
  private final HttpClient http;
  private final CloseableStack parts;

  private ElasticMq(URI endpoint, HttpClient http, CloseableStack parts) {
    this.endpoint = endpoint;
    this.http = http;
    this.parts = parts;
  }

  /**
   * Starts it and waits until the queues of an earlier process are restored.
   *
   * @param front what the URLs of queues begin with
   * @param ended gets the reason when it can no longer store messages, once
   */
  static ElasticMq start(Path directory, URI front, LocalAccount account, Consumer<String> ended) {
    if (!RUNNING.compareAndSet(false, true)) {
      throw new IllegalStateException(
          "SQS already runs in this JVM: close the other AwsServices first");
    }
    try (CloseableStack parts = new CloseableStack()) {
      parts.add(() -> RUNNING.set(false));
      String database = openDatabase(directory, parts);
      ActorSystem actors = startActors(parts);
      AtomicBoolean closing = new AtomicBoolean();
      parts.add(() -> closing.set(true));
      ActorRef storage = storage(actors, database);
      CompletableFuture<Object> storageEnd = new CompletableFuture<>();
      var unused =
          actors.actorOf(Props.create(Watcher.class, () -> new Watcher(storage, storageEnd)));
      ActorRef queues =
          actors.actorOf(
              Props.create(
                  QueueManagerActor.class,
                  () ->
                      new QueueManagerActor(
                          new NowProvider(), StrictSQSLimits$.MODULE$, Option.apply(storage))));
      restore(storage, queues, storageEnd);
      SQSRestServer server =
          new TheSQSRestServerBuilder(
                  Option.apply(actors),
                  Option.apply(queues),
                  "127.0.0.1",
                  /* port= */ 0,
                  new NodeAddress(
                      front.getScheme(), front.getHost(), front.getPort(), /* contextPath= */ ""),
                  /* generateServerAddress= */ false,
                  StrictSQSLimits$.MODULE$,
                  account.region(),
                  account.id(),
                  Option.apply(storage),
                  AutoCreateQueuesConfig.disabled())
              .start();
      // Not awaited: that would wait for the consumers' long polls. Acknowledged messages are on
      // disk already.
      parts.add(() -> server.stopAndGetFuture().apply());
      HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
      parts.add(http::shutdownNow);
      int port = server.waitUntilStarted().localAddress().getPort();
      var unusedNotice =
          storageEnd.thenRun(
              () -> {
                if (!closing.get()) {
                  ended.accept("a message could not be stored");
                }
              });
      return new ElasticMq(URI.create("http://127.0.0.1:" + port + "/"), http, parts.release());
    }
  }

  private static String openDatabase(Path directory, CloseableStack parts) {
    // Closed here, after the queues; H2 would close it as soon as the process is told to end.
    String database =
        "jdbc:h2:%s;WRITE_DELAY=0;DB_CLOSE_ON_EXIT=FALSE"
            .formatted(directory.resolve("messages").toAbsolutePath());
    // ElasticMQ creates its connection pool once per JVM and then ignores its configuration.
    ConnectionPool.singleton(
        database,
        /* user= */ "",
        /* password= */ "",
        ConnectionPool.singleton$default$4(),
        ConnectionPool.singleton$default$5(database, "", "", null));
    parts.add(ConnectionPool::closeAll);
    return database;
  }

  private static ActorSystem startActors(CloseableStack parts) {
    ActorSystem actors =
        ActorSystem.create(
            "elasticmq",
            ConfigFactory.parseMap(
                    Map.of(
                        "pekko.loglevel", "WARNING",
                        "pekko.log-dead-letters", "off",
                        // A restarted actor would have lost its state: the server restarts as a
                        // whole, from the disk.
                        "pekko.actor.guardian-supervisor-strategy",
                            "org.apache.pekko.actor.StoppingSupervisorStrategy",
                        "pekko.coordinated-shutdown.run-by-jvm-shutdown-hook", "off"))
                .withFallback(ConfigFactory.load(ElasticMq.class.getClassLoader())),
            ElasticMq.class.getClassLoader());
    parts.add(
        () -> {
          actors.terminate();
          actors.getWhenTerminated().toCompletableFuture().get(10, TimeUnit.SECONDS);
        });
    return actors;
  }

  private static ActorRef storage(ActorSystem actors, String database) {
    return actors.actorOf(
        Props.create(
            SqlQueuePersistenceActor.class,
            () ->
                new SqlQueuePersistenceActor(
                    new SqlQueuePersistenceConfig(
                        /* enabled= */ true,
                        "org.h2.Driver",
                        database,
                        /* username= */ "",
                        /* password= */ "",
                        /* pruneDataOnInit= */ false),
                    List$.MODULE$.empty())));
  }

  /** Waits for the queues of an earlier process, or for the storage to end: nobody answers then. */
  private static void restore(
      ActorRef storage, ActorRef queues, CompletableFuture<Object> storageEnd) {
    CompletableFuture<Object> restored =
        Patterns.ask(storage, new QueueEvent.Restore(queues), RESTORE).toCompletableFuture();
    CompletableFuture.anyOf(restored, storageEnd).join();
    if (!restored.isDone()) {
      throw new IllegalStateException("its messages on disk could not be opened");
    }
  }

  /** Completes when the storage ended, as it does at its first failed write. */
  private static final class Watcher extends AbstractActor {
    private final CompletableFuture<Object> end;

    Watcher(ActorRef storage, CompletableFuture<Object> end) {
      this.end = end;
      getContext().watch(storage);
    }

    @Override
    public Receive createReceive() {
      return receiveBuilder()
          .match(Terminated.class, terminated -> end.complete(terminated.getActor()))
          .build();
    }
  }

  /** Calls an operation and waits for its response. */
  ServiceResponse call(String operation, JsonNode request) {
    try {
      HttpResponse<String> response =
          http.send(
              HttpRequest.newBuilder(endpoint)
                  .header("Content-Type", CONTENT_TYPE)
                  .header("X-Amz-Target", "AmazonSQS." + operation)
                  .POST(HttpRequest.BodyPublishers.ofString(request.toString(), UTF_8))
                  .build(),
              HttpResponse.BodyHandlers.ofString(UTF_8));
      return ServiceResponse.json(
          response.statusCode(),
          response.headers().firstValue("Content-Type").orElse(CONTENT_TYPE),
          response.body());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting for SQS", e);
    }
  }

  /** Deletes a purged queue's messages from the disk, which ElasticMQ 1.7 does not do. */
  void purgeStored(String queueName) {
    if (!queueName.matches("[A-Za-z0-9_.-]+")) {
      throw new IllegalArgumentException("not a queue name: " + queueName);
    }
    String table =
        "message_"
            + queueName.replace('.', '_').replace('-', '_')
            + "_"
            + Integer.toHexString(queueName.hashCode());
    try (Connection database = ConnectionPool.get(ConnectionPool.DEFAULT_NAME()).borrow();
        Statement statement = database.createStatement()) {
      statement.execute("delete from " + table);
    } catch (SQLException e) {
      throw new IllegalStateException("cannot purge " + queueName, e);
    }
  }

  @Override
  public void close() {
    parts.close();
  }
}
