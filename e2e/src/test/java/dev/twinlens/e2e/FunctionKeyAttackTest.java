package dev.twinlens.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** What an attacker can try who has the access key of one function. */
@ExtendWith(DevStack.class)
class FunctionKeyAttackTest {
  private final Stack stack;
  private final Attacker attacker;

  FunctionKeyAttackTest(Stack stack) {
    this.stack = stack;
    this.attacker = new Attacker(stack);
  }

  static Stream<Arguments> overreaching() {
    return Stream.of(
        call(
            "request-upload",
            "reads the table",
            clients ->
                clients
                    .dynamoDb()
                    .getItem(
                        get ->
                            get.tableName(clients.output("imagesTable"))
                                .key(
                                    Map.of(
                                        "ImageName", AttributeValue.fromS("a"),
                                        "Label", AttributeValue.fromS("*"))))),
        call(
            "request-upload",
            "reads a photo",
            clients -> clients.s3().getObject(get -> get.bucket(clients.images()).key("a"))),
        call(
            "request-upload",
            "lists the photos",
            clients -> clients.s3().listObjectsV2(list -> list.bucket(clients.images()))),
        call(
            "request-upload",
            "writes a result",
            clients ->
                clients
                    .s3()
                    .putObject(
                        put -> put.bucket(clients.output("resultsBucket")).key("results/a"),
                        RequestBody.fromString("{}"))),
        call(
            "query-images",
            "writes a photo",
            clients ->
                clients
                    .s3()
                    .putObject(
                        put -> put.bucket(clients.images()).key("a"), RequestBody.fromString("a"))),
        call(
            "query-images",
            "changes a row",
            clients ->
                clients
                    .dynamoDb()
                    .putItem(
                        put ->
                            put.tableName(clients.output("imagesTable"))
                                .item(
                                    Map.of(
                                        "ImageName", AttributeValue.fromS("a"),
                                        "Label", AttributeValue.fromS("*"))))),
        call(
            "backup",
            "deletes a photo",
            clients ->
                clients.s3().deleteObject(delete -> delete.bucket(clients.images()).key("a"))),
        call(
            "backup",
            "publishes an event",
            clients ->
                clients
                    .sns()
                    .publish(
                        publish -> publish.topicArn(clients.output("uploadsTopic")).message("{}"))),
        call(
            "classify",
            "opens the bucket to everybody",
            clients -> clients.s3().deleteBucketPolicy(delete -> delete.bucket(clients.images()))));
  }

  private static Arguments call(String function, String what, Consumer<Clients> call) {
    return Arguments.of(function, what, call);
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("overreaching")
  void deniesWhatTheFunctionsRoleDoesNotAllow(
      String function, String what, Consumer<Clients> call) {
    try (Clients clients = stack.as(attacker.key(function))) {
      assertThatThrownBy(() -> call.accept(clients))
          .isInstanceOfSatisfying(
              AwsServiceException.class,
              denied ->
                  assertThat(denied.awsErrorDetails().errorCode())
                      .containsPattern("AccessDenied|AuthorizationError"));
    }
  }

  @Test
  void deniesTheMessagesOfAnotherConsumer() {
    try (Clients administrator = stack.asAdministrator();
        Clients backup = stack.as(attacker.key("backup"))) {
      String queue =
          administrator
              .sqs()
              .listQueues(list -> list.queueNamePrefix("classify-queue"))
              .queueUrls()
              .get(0);

      assertThatThrownBy(() -> backup.sqs().receiveMessage(receive -> receive.queueUrl(queue)))
          .isInstanceOf(AwsServiceException.class)
          .hasMessageContaining("not authorized to perform: sqs:ReceiveMessage");
    }
  }
}
