package dev.twinlens.local.services;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.twinlens.local.support.Restarts;
import dev.twinlens.local.support.ServerListener;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;
import scalikejdbc.ConnectionPool;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.SqsException;

/** A message that cannot be stored is not acknowledged, and ends neither the others nor SQS. */
class SqsOutageTest {
  @TempDir Path data;

  @Test
  void restartsFromTheDiskWhenAMessageCannotBeStored() throws Exception {
    Recorder events = new Recorder();
    try (AwsServices services = AwsServices.start(AwsServices.Options.in(data), events)) {
      SqsClient sqs = new Clients(services).sqs();
      String queue = sqs.createQueue(create -> create.queueName("photos")).queueUrl();
      sqs.sendMessage(send -> send.queueUrl(queue).messageBody("acknowledged"));

      // The next write fails, as it does on a full disk.
      ConnectionPool.closeAll();
      assertThatThrownBy(() -> sqs.sendMessage(send -> send.queueUrl(queue).messageBody("lost")))
          .isInstanceOfSatisfying(
              SqsException.class, e -> assertThat(e.statusCode()).isBetween(500, 503));

      assertThat(events.next())
          .isEqualTo(
              "SQS ended unexpectedly (a message could not be stored); it is being restarted.");
      assertThat(events.next()).isEqualTo("SQS was restarted.");
      sqs.sendMessage(send -> send.queueUrl(queue).messageBody("afterwards"));
      assertThat(
              sqs.receiveMessage(receive -> receive.queueUrl(queue).maxNumberOfMessages(10))
                  .messages())
          .extracting(Message::body)
          .containsExactlyInAnyOrder("acknowledged", "afterwards");
    }
  }

  @Test
  void restartsOnceAsSoonAsTheMessagesCanBeOpenedAgain() throws Exception {
    Recorder events = new Recorder();
    Path messages = data.resolve("sqs/messages.mv.db");
    Path away = data.resolve("away");
    try (Attempts attempts = new Attempts();
        AwsServices services = AwsServices.start(AwsServices.Options.in(data), events)) {
      SqsClient sqs = new Clients(services).sqs();
      String queue = sqs.createQueue(create -> create.queueName("photos")).queueUrl();
      sqs.sendMessage(send -> send.queueUrl(queue).messageBody("acknowledged"));

      ConnectionPool.closeAll();
      Files.move(messages, away);
      Files.createDirectory(messages);
      assertThatThrownBy(() -> sqs.sendMessage(send -> send.queueUrl(queue).messageBody("lost")))
          .isInstanceOf(SqsException.class);
      await().until(attempts::haveFailed);
      Files.delete(messages);
      Files.move(away, messages);

      assertThat(events.next()).startsWith("SQS ended unexpectedly");
      assertThat(events.next()).isEqualTo("SQS was restarted.");
      assertThat(sqs.receiveMessage(receive -> receive.queueUrl(queue)).messages())
          .extracting(Message::body)
          .containsExactly("acknowledged");
    }
    assertThat(events.isEmpty()).isTrue();
  }

  /** The attempts of a restart that failed, as the log has them. */
  private static final class Attempts implements AutoCloseable {
    private final Logger logger = (Logger) LoggerFactory.getLogger(Restarts.class);
    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();

    Attempts() {
      lines.list = new CopyOnWriteArrayList<>();
      lines.start();
      logger.addAppender(lines);
    }

    boolean haveFailed() {
      return lines.list.stream()
          .anyMatch(line -> line.getFormattedMessage().equals("SQS did not restart"));
    }

    @Override
    public void close() {
      logger.detachAppender(lines);
    }
  }

  private static final class Recorder implements ServerListener {
    private final BlockingQueue<String> events = new LinkedBlockingQueue<>();

    String next() throws InterruptedException {
      return events.poll(60, TimeUnit.SECONDS);
    }

    boolean isEmpty() {
      return events.isEmpty();
    }

    @Override
    public void restarting(String message) {
      events.add(message);
    }

    @Override
    public void failed(String message) {
      events.add(message);
    }
  }
}
