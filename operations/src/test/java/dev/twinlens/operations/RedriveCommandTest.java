package dev.twinlens.operations;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;

class RedriveCommandTest {
  @TempDir private Path data;
  private OperationsRig rig;
  private SqsClient sqs;
  private String queue;
  private String deadLetters;

  @BeforeEach
  void start() {
    rig = new OperationsRig(data);
    sqs = SqsClient.builder().httpClient(UrlConnectionHttpClient.create()).build();
    queue = create("backup-");
    deadLetters = create("backup-dlq-");
    rig.publishQueues(
        Map.of(
            "backup", Map.of("url", queue, "deadLetterUrl", deadLetters),
            "classify",
                Map.of("url", create("classify-"), "deadLetterUrl", create("classify-dlq-"))));
  }

  @Test
  void listsReasonsAndMovesEverythingBack() {
    for (int i = 0; i < 11; i++) {
      send("message " + i);
    }
    sqs.sendMessage(
        request ->
            request
                .queueUrl(deadLetters)
                .messageBody("hopeless")
                .messageAttributes(
                    Map.of(
                        "Reason",
                        MessageAttributeValue.builder()
                            .dataType("String")
                            .stringValue("It is no event.")
                            .build())));

    assertThat(rig.run("redrive", "--list").out())
        .contains("backup: 12 dead letters", "classify: 0 dead letters", "It is no event.");
    OperationsRig.Run run = rig.run("redrive", "--queue", "backup");

    assertThat(run.out()).contains("backup: 12 messages moved back").doesNotContain("classify");
    assertThat(run.exitCode()).isZero();
    assertThat(received(queue)).hasSize(10);
    assertThat(received(deadLetters)).isEmpty();
  }

  @Test
  void dropsOneMessageAndKeepsTheOthers() {
    String hopeless = send("hopeless");
    send("kept");

    OperationsRig.Run run = rig.run("redrive", "--drop", hopeless);

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(received(deadLetters)).extracting(Message::body).containsExactly("kept");
    assertThat(rig.run("redrive", "--drop", hopeless).exitCode()).isEqualTo(1);
  }

  @Test
  void namesTheQueuesWhenThereIsNoSuchOne() {
    OperationsRig.Run run = rig.run("redrive", "--queue", "none");

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("There is no queue none. The queues are backup, classify.");
  }

  private String create(String prefix) {
    return sqs.createQueue(request -> request.queueName(prefix + System.nanoTime())).queueUrl();
  }

  private String send(String body) {
    return sqs.sendMessage(request -> request.queueUrl(deadLetters).messageBody(body)).messageId();
  }

  private List<Message> received(String url) {
    return sqs.receiveMessage(request -> request.queueUrl(url).maxNumberOfMessages(10)).messages();
  }
}
