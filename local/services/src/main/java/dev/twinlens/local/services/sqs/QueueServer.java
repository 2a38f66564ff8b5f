package dev.twinlens.local.services.sqs;

import com.typesafe.config.ConfigFactory;
import java.net.URI;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.actor.Props;
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
 * ElasticMQ on a loopback port of its own, with its messages on disk. It checks no signature: only
 * the front is to talk to it.
 *
 * <p>ElasticMQ's database belongs to the whole JVM, so there can be one at a time.
 */
final class QueueServer implements AutoCloseable {
  private static final Duration RESTORE = Duration.ofSeconds(30);
  private static final AtomicBoolean RUNNING = new AtomicBoolean();

  private final ActorSystem actors;
  private final SQSRestServer server;
  private final URI endpoint;

  private QueueServer(ActorSystem actors, SQSRestServer server, URI endpoint) {
    this.actors = actors;
    this.server = server;
    this.endpoint = endpoint;
  }

  /**
   * Starts it and waits until the queues of an earlier process are back.
   *
   * @param front what the URLs of queues begin with
   */
  static QueueServer start(Path directory, URI front, String region, String accountId) {
    if (!RUNNING.compareAndSet(false, true)) {
      throw new IllegalStateException(
          "SQS already runs in this JVM: close the other AwsServices first");
    }
    boolean started = false;
    try {
      QueueServer server = run(directory, front, region, accountId);
      started = true;
      return server;
    } finally {
      if (!started) {
        RUNNING.set(false);
      }
    }
  }

  private static QueueServer run(Path directory, URI front, String region, String accountId) {
    String database =
        "jdbc:h2:" + directory.resolve("messages").toAbsolutePath() + ";WRITE_DELAY=0";
    // ElasticMQ makes its connection pool once per JVM, whatever its configuration says later.
    ConnectionPool.singleton(
        database,
        /* user= */ "",
        /* password= */ "",
        ConnectionPool.singleton$default$4(),
        ConnectionPool.singleton$default$5(database, "", "", null));
    ActorSystem actors =
        ActorSystem.create(
            "elasticmq",
            ConfigFactory.parseMap(
                    Map.of(
                        "pekko.loglevel", "WARNING",
                        "pekko.log-dead-letters", "off",
                        "pekko.coordinated-shutdown.run-by-jvm-shutdown-hook", "off"))
                .withFallback(ConfigFactory.load(QueueServer.class.getClassLoader())),
            QueueServer.class.getClassLoader());
    ActorRef storage =
        actors.actorOf(
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
    ActorRef queues =
        actors.actorOf(
            Props.create(
                QueueManagerActor.class,
                () ->
                    new QueueManagerActor(
                        new NowProvider(), StrictSQSLimits$.MODULE$, Option.apply(storage))));
    Patterns.ask(storage, new QueueEvent.Restore(queues), RESTORE).toCompletableFuture().join();
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
                region,
                accountId,
                Option.apply(storage),
                AutoCreateQueuesConfig.disabled())
            .start();
    int port = server.waitUntilStarted().localAddress().getPort();
    return new QueueServer(actors, server, URI.create("http://127.0.0.1:" + port + "/"));
  }

  URI endpoint() {
    return endpoint;
  }

  /** Removes a purged queue's messages from the disk as well, which ElasticMQ 1.7 forgets. */
  void purgeStored(String queueName) {
    if (!queueName.matches("[A-Za-z0-9_.-]+")) {
      throw new IllegalArgumentException("no name of a queue: " + queueName);
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
    try {
      // Not awaited: a consumer's long poll would hold it up for as long as it waits. What has been
      // acknowledged lies on disk already.
      server.stopAndGetFuture().apply();
      actors.terminate();
      actors.getWhenTerminated().toCompletableFuture().get(10, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (java.util.concurrent.ExecutionException | java.util.concurrent.TimeoutException e) {
      throw new IllegalStateException("SQS does not stop", e);
    } finally {
      ConnectionPool.closeAll();
      RUNNING.set(false);
    }
  }
}
