package dev.twinlens.local.services;

import static dev.twinlens.local.services.Role.policy;
import static dev.twinlens.local.services.Role.statement;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.dynamodb.model.GlobalSecondaryIndex;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.KeysAndAttributes;
import software.amazon.awssdk.services.dynamodb.model.ProjectionType;
import software.amazon.awssdk.services.dynamodb.model.Put;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.dynamodb.model.TransactGetItem;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

/** What roles may do with tables and indexes, and the errors of DynamoDB. */
class DynamoDbAuthorizationTest {
  @RegisterExtension static final LocalAws AWS = new LocalAws();

  private static final String MINE = "mine";
  private static final String OTHER = "other";
  private static final Map<String, AttributeValue> CAT =
      Map.of("ImageName", AttributeValue.fromS("cat"), "Day", AttributeValue.fromS("today"));
  private static final Map<String, AttributeValue> CATS_KEY =
      Map.of("ImageName", AttributeValue.fromS("cat"));

  private final Role role = new Role(AWS.services());
  private final DynamoDbClient dynamoDb = role.clients().dynamoDb();

  @BeforeAll
  static void createTables() {
    for (String table : List.of(MINE, OTHER)) {
      AWS.clients()
          .dynamoDb()
          .createTable(
              create ->
                  create
                      .tableName(table)
                      .billingMode(BillingMode.PAY_PER_REQUEST)
                      .attributeDefinitions(text("ImageName"), text("Day"))
                      .keySchema(hash("ImageName"))
                      .globalSecondaryIndexes(
                          GlobalSecondaryIndex.builder()
                              .indexName("by-day")
                              .keySchema(hash("Day"))
                              .projection(p -> p.projectionType(ProjectionType.ALL))
                              .build()));
      AWS.clients().dynamoDb().putItem(put -> put.tableName(table).item(CAT));
    }
  }

  private static AttributeDefinition text(String attribute) {
    return AttributeDefinition.builder()
        .attributeName(attribute)
        .attributeType(ScalarAttributeType.S)
        .build();
  }

  private static KeySchemaElement hash(String attribute) {
    return KeySchemaElement.builder().attributeName(attribute).keyType(KeyType.HASH).build();
  }

  @Test
  void aRoleMayUseItsTableAndNoOther() {
    role.may("dynamodb:GetItem dynamodb:BatchGetItem", table(MINE));

    assertThat(dynamoDb.getItem(get -> get.tableName(MINE).key(CATS_KEY)).item()).isEqualTo(CAT);
    assertDenied(() -> dynamoDb.getItem(get -> get.tableName(OTHER).key(CATS_KEY)));
    assertDenied(() -> dynamoDb.putItem(put -> put.tableName(MINE).item(CAT)));
    assertDenied(() -> dynamoDb.scan(scan -> scan.tableName(MINE)));
    assertDenied(() -> dynamoDb.deleteTable(delete -> delete.tableName(OTHER)));
    assertDenied(dynamoDb::listTables);
    assertThat(role.denials()).contains("dynamodb:GetItem " + table(OTHER));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "arn:aws:dynamodb:us-east-1:000000000000:table/other",
        "arn:aws:dynamodb:eu-west-1:999999999999:table/other"
      })
  void ignoresTheAccountAndRegionInATablesArn(String arn) {
    role.hasPolicy(
        policy(
            statement("Allow", "dynamodb:*", "arn:aws:dynamodb:*:*:table/*"),
            statement("Deny", "dynamodb:*", table(OTHER))));

    assertDenied(() -> dynamoDb.getItem(get -> get.tableName(arn).key(CATS_KEY)));
    assertDenied(() -> dynamoDb.listTagsOfResource(list -> list.resourceArn(arn)));
  }

  @Test
  void aBatchNeedsAPermissionOnEachTable() {
    KeysAndAttributes keys = KeysAndAttributes.builder().keys(List.of(CATS_KEY)).build();
    List<WriteRequest> writes =
        List.of(WriteRequest.builder().putRequest(put -> put.item(CAT)).build());
    role.may("dynamodb:BatchGetItem dynamodb:BatchWriteItem", table(MINE));

    assertThat(dynamoDb.batchGetItem(get -> get.requestItems(Map.of(MINE, keys))).responses())
        .containsOnlyKeys(MINE);
    assertDenied(
        () -> dynamoDb.batchGetItem(get -> get.requestItems(Map.of(MINE, keys, OTHER, keys))));
    assertDenied(
        () ->
            dynamoDb.batchWriteItem(
                write -> write.requestItems(Map.of(MINE, writes, OTHER, writes))));
  }

  @Test
  void aTransactionNeedsThePermissionOfEachPart() {
    TransactWriteItem put =
        TransactWriteItem.builder().put(Put.builder().tableName(MINE).item(CAT).build()).build();
    TransactWriteItem check =
        TransactWriteItem.builder()
            .conditionCheck(
                c ->
                    c.tableName(OTHER)
                        .key(CATS_KEY)
                        .conditionExpression("attribute_exists(ImageName)"))
            .build();
    Consumer<String> read =
        table ->
            dynamoDb.transactGetItems(
                get ->
                    get.transactItems(
                        TransactGetItem.builder()
                            .get(item -> item.tableName(table).key(CATS_KEY))
                            .build()));
    role.may("dynamodb:PutItem dynamodb:GetItem", table(MINE));

    dynamoDb.transactWriteItems(write -> write.transactItems(put));
    read.accept(MINE);
    assertDenied(() -> read.accept(OTHER));
    assertDenied(() -> dynamoDb.transactWriteItems(write -> write.transactItems(put, check)));
    assertThat(role.denials()).contains("dynamodb:ConditionCheckItem " + table(OTHER));
  }

  @Test
  void anIndexNeedsAPermissionOfItsOwn() {
    Runnable byDay =
        () ->
            dynamoDb.query(
                query ->
                    query
                        .tableName(MINE)
                        .indexName("by-day")
                        .keyConditionExpression("#d = :today")
                        .expressionAttributeNames(Map.of("#d", "Day"))
                        .expressionAttributeValues(
                            Map.of(":today", AttributeValue.fromS("today"))));

    role.may("dynamodb:Query", table(MINE));
    assertDenied(byDay::run);

    role.may("dynamodb:Query", table(MINE) + "/index/by-day");
    byDay.run();
  }

  /** DynamoDB Local uses the second part of a target, which may have more than two parts. */
  @Test
  void deniesAnAmbiguousTargetByName() throws Exception {
    role.may("dynamodb:DescribeTable", "*");

    HttpResponse<String> answer =
        dynamoDb("DynamoDB_20120810.DeleteTable.DescribeTable", "{\"TableName\": \"other\"}");

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).contains("AccessDeniedException");
    assertThat(role.denials())
        .containsExactly("dynamodb:DynamoDB_20120810.DeleteTable.DescribeTable *");
    assertThat(AWS.clients().dynamoDb().listTables().tableNames()).contains(OTHER);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"TableName\": \"mine\", \"TableName\": \"other\"}",
        "{\"TableName\": \"mine\"} {\"TableName\": \"other\"}",
        "{'TableName': 'other'}",
        "{\"TableName\": \"other\""
      })
  void rejectsAnAmbiguousBody(String body) throws Exception {
    role.may("dynamodb:DescribeTable", "*");

    HttpResponse<String> answer = dynamoDb("DynamoDB_20120810.DescribeTable", body);

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).contains("SerializationException");
  }

  private HttpResponse<String> dynamoDb(String target, String body) throws Exception {
    return new SignedHttp(AWS.services().endpoint(), role.key, "dynamodb")
        .send(
            "POST",
            "/",
            Map.of("x-amz-target", target, "content-type", "application/x-amz-json-1.0"),
            body);
  }

  @Test
  void aRolesOwnPolicyCanRequireTls() {
    DynamoDbClient plain = new Clients(AWS.services().plainEndpoint(), role.key).dynamoDb();
    role.may("dynamodb:GetItem", table(MINE));
    assertThat(plain.getItem(get -> get.tableName(MINE).key(CATS_KEY)).hasItem()).isTrue();

    role.hasPolicy(
        """
        {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "dynamodb:GetItem",
         "Resource": "*", "Condition": {"Bool": {"aws:SecureTransport": "true"}}}]}
        """);

    assertDenied(() -> plain.getItem(get -> get.tableName(MINE).key(CATS_KEY)));
    assertThat(dynamoDb.getItem(get -> get.tableName(MINE).key(CATS_KEY)).hasItem()).isTrue();
  }

  @Test
  void deniesPartiQlByNameEvenToTheAdministrator() {
    assertDenied(
        () ->
            AWS.clients()
                .dynamoDb()
                .executeStatement(execute -> execute.statement("select * from other")));

    assertThat(AWS.services().access().report().denials())
        .extracting(denial -> denial.action())
        .contains("dynamodb:ExecuteStatement");
  }

  private static String table(String name) {
    return "arn:aws:dynamodb:us-east-1:000000000000:table/" + name;
  }

  private static void assertDenied(ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            DynamoDbException.class,
            e -> {
              assertThat(e.statusCode()).isEqualTo(400);
              assertThat(e.awsErrorDetails().errorCode()).isEqualTo("AccessDeniedException");
            });
  }
}
