package dev.twinlens.local.services;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sns.model.InvalidParameterException;
import software.amazon.awssdk.services.sns.model.MessageAttributeValue;
import software.amazon.awssdk.services.sns.model.NotFoundException;
import software.amazon.awssdk.services.sns.model.Subscription;
import software.amazon.awssdk.services.sns.model.Tag;
import software.amazon.awssdk.services.sns.model.Topic;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

class SnsTest {
  @RegisterExtension static final LocalAws AWS = new LocalAws();

  private final Pipeline pipeline = new Pipeline(AWS.clients());
  private final SnsClient sns = pipeline.sns;

  @Test
  void deliversAMessageInItsEnvelope() {
    pipeline.subscribe(/* raw= */ false);

    String id =
        sns.publish(
                publish ->
                    publish
                        .topicArn(pipeline.topicArn)
                        .subject("Labelled")
                        .message("ü & <b>")
                        .messageAttributes(Map.of("kind", text("photo"))))
            .messageId();

    JsonNode envelope = Pipeline.json(pipeline.take().get(0));
    assertThat(envelope.path("Type").asText()).isEqualTo("Notification");
    assertThat(envelope.path("MessageId").asText()).isEqualTo(id);
    assertThat(envelope.path("TopicArn").asText()).isEqualTo(pipeline.topicArn);
    assertThat(envelope.path("Subject").asText()).isEqualTo("Labelled");
    assertThat(envelope.path("Message").asText()).isEqualTo("ü & <b>");
    assertThat(envelope.at("/MessageAttributes/kind/Value").asText()).isEqualTo("photo");
  }

  @Test
  void deliversARawMessageWithItsAttributes() {
    pipeline.subscribe(/* raw= */ true);

    sns.publish(
        publish ->
            publish
                .topicArn(pipeline.topicArn)
                .message("ü & <b>")
                .messageAttributes(Map.of("kind", text("photo"))));

    List<Message> messages = pipeline.receive();
    assertThat(messages).extracting(Message::body).containsExactly("ü & <b>");
    assertThat(messages.get(0).messageAttributes().get("kind").stringValue()).isEqualTo("photo");
  }

  @Test
  void deliversNothingToAQueueWhosePolicyDenies() {
    pipeline.subscribe(/* raw= */ true);
    pipeline.setQueuePolicy("arn:aws:sns:us-east-1:000000000000:another-topic");
    publish("refused");
    pipeline.setQueuePolicy(pipeline.topicArn);
    publish("let in");

    assertThat(pipeline.take()).containsExactly("let in");
  }

  @Test
  void deliversNothingToAQueueWithoutAPolicy() {
    pipeline.subscribe(/* raw= */ true);
    pipeline.sqs.setQueueAttributes(
        set -> set.queueUrl(pipeline.queueUrl).attributes(Map.of(QueueAttributeName.POLICY, "")));
    publish("refused");
    pipeline.setQueuePolicy(pipeline.topicArn);
    publish("let in");

    assertThat(pipeline.take()).containsExactly("let in");
  }

  @Test
  void deliversLaterToAQueueThatDoesNotExistYet() {
    String name = "late-" + UUID.randomUUID();
    String arn = "arn:aws:sqs:us-east-1:000000000000:" + name;
    sns.subscribe(
        subscribe ->
            subscribe
                .topicArn(pipeline.topicArn)
                .protocol("sqs")
                .endpoint(arn)
                .attributes(Map.of("RawMessageDelivery", "true")));
    publish("patience");

    String url =
        pipeline
            .sqs
            .createQueue(
                create ->
                    create
                        .queueName(name)
                        .attributes(
                            Map.of(
                                QueueAttributeName.POLICY,
                                """
                                {"Version":"2012-10-17","Statement":{"Effect":"Allow",
                                "Principal":{"Service":"sns.amazonaws.com"},
                                "Action":"sqs:SendMessage","Resource":"%s"}}"""
                                    .formatted(arn))))
            .queueUrl();

    Awaitility.await()
        .untilAsserted(
            () ->
                assertThat(pipeline.sqs.receiveMessage(receive -> receive.queueUrl(url)).messages())
                    .extracting(Message::body)
                    .containsExactly("patience"));
  }

  @Test
  void writesEmailToTheMailbox() throws IOException {
    sns.subscribe(
        subscribe ->
            subscribe
                .topicArn(pipeline.topicArn)
                .protocol("email")
                .endpoint("someone@example.com"));

    sns.publish(
        publish -> publish.topicArn(pipeline.topicArn).subject("A cat").message("Cat 93 %\nü"));

    try (Stream<Path> mails = Files.list(AWS.data().resolve("mail"))) {
      List<Path> files = mails.toList();
      assertThat(files).hasSize(1);
      assertThat(files.get(0).toString()).endsWith(".eml");
      String mail = Files.readString(files.get(0));
      assertThat(mail)
          .contains("To: someone@example.com\r\n", "Subject: A cat\r\n", "charset=UTF-8");
      String body = mail.substring(mail.indexOf("\r\n\r\n") + 4);
      assertThat(new String(Base64.getMimeDecoder().decode(body), UTF_8)).isEqualTo("Cat 93 %\nü");
    }
  }

  @Test
  void createsTheSameTopicAndSubscriptionOnce() {
    assertThat(
            sns.createTopic(
                    create ->
                        create.name(
                            pipeline.topicArn.substring(pipeline.topicArn.lastIndexOf(':') + 1)))
                .topicArn())
        .isEqualTo(pipeline.topicArn);
    assertThat(sns.listTopics().topics())
        .extracting(Topic::topicArn)
        .contains(pipeline.topicArn)
        .doesNotHaveDuplicates();

    String arn = pipeline.subscribe(/* raw= */ true);
    assertThat(pipeline.subscribe(/* raw= */ true)).isEqualTo(arn);
    assertThatThrownBy(() -> pipeline.subscribe(/* raw= */ false))
        .isInstanceOf(InvalidParameterException.class);
    assertThat(
            sns.listSubscriptionsByTopic(list -> list.topicArn(pipeline.topicArn)).subscriptions())
        .extracting(Subscription::subscriptionArn, Subscription::endpoint)
        .containsExactly(tuple(arn, pipeline.queueArn));
  }

  @Test
  void changesAndRemovesASubscription() {
    String arn = pipeline.subscribe(/* raw= */ false);
    sns.setSubscriptionAttributes(
        set -> set.subscriptionArn(arn).attributeName("RawMessageDelivery").attributeValue("true"));
    assertThat(sns.getSubscriptionAttributes(get -> get.subscriptionArn(arn)).attributes())
        .containsEntry("RawMessageDelivery", "true")
        .containsEntry("Protocol", "sqs");
    publish("raw");
    sns.unsubscribe(unsubscribe -> unsubscribe.subscriptionArn(arn));
    publish("unheard");

    assertThat(pipeline.take()).containsExactly("raw");
    assertThatThrownBy(() -> sns.getSubscriptionAttributes(get -> get.subscriptionArn(arn)))
        .isInstanceOf(NotFoundException.class);
  }

  @Test
  void storesAttributesAndTagsOfATopic() {
    sns.setTopicAttributes(
        set ->
            set.topicArn(pipeline.topicArn).attributeName("DisplayName").attributeValue("Uploads"));
    sns.tagResource(
        tag ->
            tag.resourceArn(pipeline.topicArn)
                .tags(Tag.builder().key("stack").value("dev").build()));

    assertThat(sns.getTopicAttributes(get -> get.topicArn(pipeline.topicArn)).attributes())
        .containsEntry("DisplayName", "Uploads")
        .containsEntry("Owner", "000000000000")
        .containsEntry("SubscriptionsConfirmed", "0")
        .hasEntrySatisfying("Policy", policy -> assertThat(policy).contains("s3.amazonaws.com"));
    assertThat(sns.listTagsForResource(list -> list.resourceArn(pipeline.topicArn)).tags())
        .containsExactly(Tag.builder().key("stack").value("dev").build());
  }

  @ParameterizedTest
  @CsvSource({
    "Policy, {\"Statement\":1}",
    "Policy, nonsense",
    "FifoTopic, true",
  })
  void rejectsAnUnsupportedAttribute(String name, String value) {
    assertThatThrownBy(
            () ->
                sns.setTopicAttributes(
                    set ->
                        set.topicArn(pipeline.topicArn).attributeName(name).attributeValue(value)))
        .isInstanceOf(InvalidParameterException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"no address", "a@b\r\nBcc: x@example.com", "a@b, c@d", ""})
  void rejectsAnInvalidAddress(String endpoint) {
    assertThatThrownBy(
            () ->
                sns.subscribe(
                    subscribe ->
                        subscribe.topicArn(pipeline.topicArn).protocol("email").endpoint(endpoint)))
        .isInstanceOf(InvalidParameterException.class);
  }

  @Test
  void rejectsAFilterPolicy() {
    assertThatThrownBy(
            () ->
                sns.subscribe(
                    subscribe ->
                        subscribe
                            .topicArn(pipeline.topicArn)
                            .protocol("sqs")
                            .endpoint(pipeline.queueArn)
                            .attributes(Map.of("FilterPolicy", "{\"kind\":[\"photo\"]}"))))
        .isInstanceOf(InvalidParameterException.class)
        .hasMessageContaining("FilterPolicy");
  }

  @Test
  void rejectsAMessageForARemovedTopic() {
    sns.deleteTopic(delete -> delete.topicArn(pipeline.topicArn));

    assertThatThrownBy(() -> publish("x")).isInstanceOf(NotFoundException.class);
  }

  @Test
  void rejectsAMessageThatIsTooLong() {
    assertThatThrownBy(() -> publish("x".repeat(256 * 1024 + 1)))
        .isInstanceOf(InvalidParameterException.class);
  }

  private void publish(String message) {
    sns.publish(publish -> publish.topicArn(pipeline.topicArn).message(message));
  }

  private static MessageAttributeValue text(String value) {
    return MessageAttributeValue.builder().dataType("String").stringValue(value).build();
  }
}
