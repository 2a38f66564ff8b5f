package dev.twinlens.local.services;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;
import software.amazon.awssdk.services.sqs.model.QueueDoesNotExistException;
import software.amazon.awssdk.services.sqs.model.SqsException;

class SqsTest {
  @RegisterExtension static final LocalAws AWS = new LocalAws();

  private final SqsClient sqs = AWS.clients().sqs();
  private final String name = "queue-" + UUID.randomUUID();

  @Test
  void namesQueuesByUrlsOfTheEndpoint() {
    String url = create(Map.of());

    assertThat(url).isEqualTo(AWS.services().endpoint() + "/000000000000/" + name);
    assertThat(sqs.getQueueUrl(get -> get.queueName(name)).queueUrl()).isEqualTo(url);
    assertThat(sqs.listQueues(list -> list.queueNamePrefix(name)).queueUrls()).containsExactly(url);
  }

  @Test
  void storesAttributes() {
    String policy =
        """
        {"Version":"2012-10-17","Statement":[{"Effect":"Allow",
        "Principal":{"Service":"sns.amazonaws.com"},"Action":"sqs:SendMessage","Resource":"*"}]}""";
    String url =
        create(
            Map.of(
                QueueAttributeName.POLICY, policy,
                QueueAttributeName.VISIBILITY_TIMEOUT, "180",
                QueueAttributeName.MESSAGE_RETENTION_PERIOD, "1209600"));
    sqs.setQueueAttributes(
        set ->
            set.queueUrl(url)
                .attributes(
                    Map.of(
                        QueueAttributeName.REDRIVE_ALLOW_POLICY,
                        "{\"redrivePermission\":\"denyAll\"}",
                        QueueAttributeName.RECEIVE_MESSAGE_WAIT_TIME_SECONDS,
                        "1")));

    assertThat(attributes(url, QueueAttributeName.ALL))
        .containsEntry(QueueAttributeName.POLICY, policy)
        .containsEntry(QueueAttributeName.VISIBILITY_TIMEOUT, "180")
        .containsEntry(QueueAttributeName.RECEIVE_MESSAGE_WAIT_TIME_SECONDS, "1")
        .containsEntry(QueueAttributeName.MESSAGE_RETENTION_PERIOD, "1209600")
        .containsEntry(
            QueueAttributeName.REDRIVE_ALLOW_POLICY, "{\"redrivePermission\":\"denyAll\"}")
        .containsEntry(QueueAttributeName.QUEUE_ARN, "arn:aws:sqs:us-east-1:000000000000:" + name);
    assertThat(attributes(url, QueueAttributeName.POLICY))
        .containsOnlyKeys(QueueAttributeName.POLICY);

    sqs.setQueueAttributes(
        set -> set.queueUrl(url).attributes(Map.of(QueueAttributeName.POLICY, "")));
    assertThat(attributes(url, QueueAttributeName.ALL))
        .doesNotContainKey(QueueAttributeName.POLICY);
  }

  @Test
  void createsTheSameQueueOnceAndRejectsADifferentOne() {
    String url = create(Map.of(QueueAttributeName.MESSAGE_RETENTION_PERIOD, "60"));

    assertThat(create(Map.of(QueueAttributeName.MESSAGE_RETENTION_PERIOD, "60"))).isEqualTo(url);
    assertThatThrownBy(() -> create(Map.of(QueueAttributeName.MESSAGE_RETENTION_PERIOD, "90")))
        .isInstanceOf(SqsException.class)
        .hasMessageContaining("MessageRetentionPeriod");
  }

  @Test
  void rejectsAnInvalidPolicy() {
    assertThatThrownBy(() -> create(Map.of(QueueAttributeName.POLICY, "{}")))
        .isInstanceOf(SqsException.class)
        .hasMessageContaining("Policy");
  }

  @Test
  void redeliversAMessageAndThenMovesItToTheDeadLetterQueue() {
    String deadLetters = sqs.createQueue(create -> create.queueName(name + "-dlq")).queueUrl();
    String url =
        create(
            Map.of(
                QueueAttributeName.VISIBILITY_TIMEOUT,
                "0",
                QueueAttributeName.REDRIVE_POLICY,
                "{\"deadLetterTargetArn\":\"arn:aws:sqs:us-east-1:000000000000:%s-dlq\",\"maxReceiveCount\":2}"
                    .formatted(name)));
    sqs.sendMessage(send -> send.queueUrl(url).messageBody("stubborn"));

    assertThat(receive(url)).extracting(Message::body).containsExactly("stubborn");
    assertThat(receive(url)).extracting(Message::body).containsExactly("stubborn");

    Awaitility.await()
        .untilAsserted(
            () -> {
              assertThat(receive(url)).isEmpty();
              assertThat(receive(deadLetters))
                  .extracting(Message::body)
                  .containsExactly("stubborn");
            });
  }

  @Test
  void enforcesTheRedriveAllowPolicy() {
    String arn = "arn:aws:sqs:us-east-1:000000000000:" + name;
    String deadLetters =
        sqs.createQueue(
                create ->
                    create
                        .queueName(name + "-dlq")
                        .attributes(
                            Map.of(
                                QueueAttributeName.REDRIVE_ALLOW_POLICY,
                                "{\"redrivePermission\":\"denyAll\"}")))
            .queueUrl();
    Map<QueueAttributeName, String> redrive =
        Map.of(
            QueueAttributeName.REDRIVE_POLICY,
            "{\"deadLetterTargetArn\":\"%s-dlq\",\"maxReceiveCount\":2}".formatted(arn));

    assertThatThrownBy(() -> create(redrive))
        .isInstanceOf(SqsException.class)
        .hasMessageContaining("RedrivePolicy");
    String url = create(Map.of());
    allowRedrive(
        deadLetters, "{\"redrivePermission\":\"byQueue\",\"sourceQueueArns\":[\"%s-x\"]}", arn);
    assertThatThrownBy(() -> sqs.setQueueAttributes(set -> set.queueUrl(url).attributes(redrive)))
        .isInstanceOf(SqsException.class)
        .hasMessageContaining("RedrivePolicy");

    allowRedrive(
        deadLetters, "{\"redrivePermission\":\"byQueue\",\"sourceQueueArns\":[\"%s\"]}", arn);
    sqs.setQueueAttributes(set -> set.queueUrl(url).attributes(redrive));
  }

  @Test
  void rejectsAnInvalidRedriveAllowPolicy() {
    assertThatThrownBy(
            () ->
                create(
                    Map.of(QueueAttributeName.REDRIVE_ALLOW_POLICY, "{\"redrivePermission\":1}")))
        .isInstanceOf(SqsException.class)
        .hasMessageContaining("RedriveAllowPolicy");
  }

  private void allowRedrive(String queueUrl, String policy, String arn) {
    sqs.setQueueAttributes(
        set ->
            set.queueUrl(queueUrl)
                .attributes(
                    Map.of(QueueAttributeName.REDRIVE_ALLOW_POLICY, policy.formatted(arn))));
  }

  @Test
  void waitsForADelayedMessage() {
    String url = create(Map.of());
    sqs.sendMessage(send -> send.queueUrl(url).messageBody("late").delaySeconds(1));

    assertThat(receive(url)).isEmpty();
    assertThat(sqs.receiveMessage(receive -> receive.queueUrl(url).waitTimeSeconds(20)).messages())
        .extracting(Message::body)
        .containsExactly("late");
  }

  @Test
  void removesADeletedQueue() {
    String url =
        create(
            Map.of(
                QueueAttributeName.POLICY,
                "{\"Statement\":{\"Effect\":\"Deny\",\"Principal\":\"*\",\"Action\":\"sqs:SendMessage\",\"Resource\":\"*\"}}"));
    sqs.deleteQueue(delete -> delete.queueUrl(url));

    assertThatThrownBy(() -> attributes(url, QueueAttributeName.ALL))
        .isInstanceOf(QueueDoesNotExistException.class);
    assertThat(attributes(create(Map.of()), QueueAttributeName.ALL))
        .doesNotContainKey(QueueAttributeName.POLICY);
  }

  private String create(Map<QueueAttributeName, String> attributes) {
    return sqs.createQueue(create -> create.queueName(name).attributes(attributes)).queueUrl();
  }

  private Map<QueueAttributeName, String> attributes(String url, QueueAttributeName attribute) {
    return sqs.getQueueAttributes(get -> get.queueUrl(url).attributeNames(attribute)).attributes();
  }

  private List<Message> receive(String url) {
    return sqs.receiveMessage(receive -> receive.queueUrl(url)).messages();
  }
}
