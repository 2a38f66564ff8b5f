package dev.twinlens.local.services;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.twinlens.local.services.auth.AccessKey;
import dev.twinlens.local.support.BoundPort;
import java.net.BindException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.sns.model.Subscription;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

class RestartTest {
  @TempDir Path data;

  @Test
  void keepsAllDataAcrossARestart() {
    AccessKey administrator;
    AccessKey role;
    String version;
    String sequencer;
    String roleArn = "arn:aws:iam::000000000000:role/classify";
    try (AwsServices services = AwsServices.start(AwsServices.Options.in(data))) {
      administrator = services.administrator();
      role = services.createAccessKey(roleArn);
      Clients clients = new Clients(services);
      Pipeline pipeline = new Pipeline(clients, "x").connected();
      version = put(pipeline, "k ü", "one");
      put(pipeline, "k ü", "two");
      sequencer = lastSequencer(pipeline.takeRecords());
      pipeline.sqs.sendMessage(send -> send.queueUrl(pipeline.queueUrl).messageBody("unread ü😀"));
      clients
          .dynamoDb()
          .createTable(
              create ->
                  create
                      .tableName("images")
                      .billingMode(BillingMode.PAY_PER_REQUEST)
                      .attributeDefinitions(
                          AttributeDefinition.builder()
                              .attributeName("ImageName")
                              .attributeType(ScalarAttributeType.S)
                              .build())
                      .keySchema(
                          KeySchemaElement.builder()
                              .attributeName("ImageName")
                              .keyType(KeyType.HASH)
                              .build()));
      clients
          .dynamoDb()
          .putItem(
              put ->
                  put.tableName("images")
                      .item(Map.of("ImageName", AttributeValue.fromS("cat.jpg"))));
    }

    try (AwsServices services = AwsServices.start(AwsServices.Options.in(data))) {
      assertThat(services.administrator()).isEqualTo(administrator);
      assertThat(services.createAccessKey(roleArn)).isEqualTo(role);
      Clients clients = new Clients(services);
      String topicArn = "arn:aws:sns:us-east-1:000000000000:uploads-x";
      assertThat(clients.sns().listSubscriptionsByTopic(l -> l.topicArn(topicArn)).subscriptions())
          .extracting(Subscription::endpoint)
          .containsExactly("arn:aws:sqs:us-east-1:000000000000:classify-x");
      String queueUrl = services.endpoint() + "/000000000000/classify-x";
      assertThat(
              clients
                  .sqs()
                  .getQueueAttributes(
                      get -> get.queueUrl(queueUrl).attributeNames(QueueAttributeName.POLICY))
                  .attributes()
                  .get(QueueAttributeName.POLICY))
          .contains(topicArn);
      assertThat(
              clients
                  .s3()
                  .getObjectAsBytes(get -> get.bucket("images-x").key("k ü").versionId(version))
                  .asUtf8String())
          .isEqualTo("one");
      assertThat(clients.dynamoDb().scan(scan -> scan.tableName("images")).items())
          .containsExactly(Map.of("ImageName", AttributeValue.fromS("cat.jpg")));
      Pipeline pipeline = new Pipeline(clients, "x");
      assertThat(pipeline.take()).containsExactly("unread ü😀");

      put(pipeline, "k ü", "three");

      assertThat(lastSequencer(pipeline.takeRecords())).isGreaterThan(sequencer);
    }
  }

  @Test
  void losesNothingThatWasAcknowledgedWhenItsProcessIsKilled() throws Exception {
    Process process =
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElseThrow(),
                "-cp",
                System.getProperty("java.class.path"),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                Uploader.class.getName(),
                data.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try {
      assertThat(CompletableFuture.supplyAsync(() -> prints(process, "answered 20")))
          .as("the uploads of a process that did not end before")
          .succeedsWithin(Duration.ofMinutes(2))
          .isEqualTo(true);
    } finally {
      process.destroyForcibly();
      assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
    }

    try (AwsServices services = AwsServices.start(AwsServices.Options.in(data))) {
      Pipeline pipeline = new Pipeline(new Clients(services), "x");
      assertThat(
              pipeline.takeRecords().stream().map(record -> record.at("/s3/object/key").asText()))
          .contains(IntStream.rangeClosed(1, 20).mapToObj(i -> "k" + i).toArray(String[]::new));
      assertThat(pipeline.s3.listObjectsV2(list -> list.bucket(pipeline.bucket)).contents())
          .hasSizeGreaterThanOrEqualTo(20);
    }
  }

  /** Whether a process prints a line before it ends. */
  private static boolean prints(Process process, String line) {
    return process.inputReader().lines().anyMatch(line::equals);
  }

  /** Uploads until it is killed, and prints a line after each response. */
  static final class Uploader {
    public static void main(String[] arguments) {
      AwsServices services = AwsServices.start(AwsServices.Options.in(Path.of(arguments[0])));
      Pipeline pipeline = new Pipeline(new Clients(services), "x").connected();
      for (int i = 1; i > 0; i++) {
        put(pipeline, "k" + i, "photo");
        System.out.println("answered " + i);
      }
    }
  }

  @Test
  void deliversAfterARestartWhatFailedBefore() {
    String queueArn = "arn:aws:sqs:us-east-1:000000000000:later";
    try (AwsServices services = AwsServices.start(AwsServices.Options.in(data))) {
      Clients clients = new Clients(services);
      String topic = clients.sns().createTopic(create -> create.name("t")).topicArn();
      clients.sns().subscribe(s -> s.topicArn(topic).protocol("sqs").endpoint(queueArn));
      clients.sns().publish(publish -> publish.topicArn(topic).message("patience"));
    }

    try (AwsServices services = AwsServices.start(AwsServices.Options.in(data))) {
      Clients clients = new Clients(services);
      String url =
          clients
              .sqs()
              .createQueue(
                  create ->
                      create
                          .queueName("later")
                          .attributes(
                              Map.of(
                                  QueueAttributeName.POLICY,
                                  """
                                  {"Statement":{"Effect":"Allow",
                                  "Principal":{"Service":"sns.amazonaws.com"},
                                  "Action":"sqs:SendMessage","Resource":"%s"}}"""
                                      .formatted(queueArn))))
              .queueUrl();

      List<Message> messages =
          clients
              .sqs()
              .receiveMessage(receive -> receive.queueUrl(url).waitTimeSeconds(20))
              .messages();

      assertThat(messages).hasSize(1);
      assertThat(messages.get(0).body()).contains("patience");
    }
  }

  @Test
  void keepsAPurgedQueueEmptyAfterARestart() {
    try (AwsServices services = AwsServices.start(AwsServices.Options.in(data))) {
      Clients clients = new Clients(services);
      String url = clients.sqs().createQueue(create -> create.queueName("a-b_q")).queueUrl();
      clients.sqs().sendMessage(send -> send.queueUrl(url).messageBody("unwanted"));
      clients.sqs().purgeQueue(purge -> purge.queueUrl(url));
      clients.sqs().sendMessage(send -> send.queueUrl(url).messageBody("wanted"));
    }

    try (AwsServices services = AwsServices.start(AwsServices.Options.in(data))) {
      assertThat(
              new Clients(services)
                  .sqs()
                  .receiveMessage(
                      receive ->
                          receive
                              .queueUrl(services.endpoint() + "/000000000000/a-b_q")
                              .maxNumberOfMessages(10))
                  .messages())
          .extracting(Message::body)
          .containsExactly("wanted");
    }
  }

  @Test
  void reportsADirectoryInUse() {
    try (AwsServices services = AwsServices.start(AwsServices.Options.in(data))) {
      assertThat(services.endpoint()).isNotNull();
      assertThatThrownBy(() -> AwsServices.start(AwsServices.Options.in(data)))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("is in use");
    }
  }

  @Test
  void hasItsPortFromTheMomentWhenItIsChosenUntilItStops() throws Exception {
    try (BoundPort port = BoundPort.any()) {
      AwsServices.Options options =
          new AwsServices.Options(data, port, "us-east-1", "000000000000");
      assertThatThrownBy(() -> BoundPort.at(port.port())).isInstanceOf(BindException.class);
      try (AwsServices services = AwsServices.start(options)) {
        assertThat(services.endpoint()).isEqualTo(port.address());
      }
      BoundPort.at(port.port()).close();
    }
  }

  private static String put(Pipeline pipeline, String key, String content) {
    return pipeline
        .s3
        .putObject(put -> put.bucket(pipeline.bucket).key(key), RequestBody.fromString(content))
        .versionId();
  }

  private static String lastSequencer(List<JsonNode> records) {
    return records.get(records.size() - 1).at("/s3/object/sequencer").asText();
  }
}
