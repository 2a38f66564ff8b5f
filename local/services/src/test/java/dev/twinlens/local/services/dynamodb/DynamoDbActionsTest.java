package dev.twinlens.local.services.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.twinlens.local.services.access.UnknownOperationException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DynamoDbActionsTest {
  private static final String PREFIX = "arn:aws:dynamodb:us-east-1:000000000000:table/";

  private final DynamoDbActions actions = new DynamoDbActions(PREFIX);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "CreateTable",
        "DeleteItem",
        "DeleteTable",
        "DescribeContinuousBackups",
        "DescribeTable",
        "DescribeTimeToLive",
        "GetItem",
        "PutItem",
        "Query",
        "Scan",
        "UpdateContinuousBackups",
        "UpdateItem",
        "UpdateTable",
        "UpdateTimeToLive",
      })
  void needsAPermissionOnTheTable(String operation) throws Exception {
    assertThat(permissions(operation, "{'TableName': 'images'}"))
        .containsExactly(operation + " images");
  }

  @ParameterizedTest
  @ValueSource(strings = {"Query", "Scan"})
  void readingAnIndexNeedsAPermissionOnTheIndexOnly(String operation) throws Exception {
    assertThat(permissions(operation, "{'TableName': 'images', 'IndexName': 'by-day'}"))
        .containsExactly(operation + " images/index/by-day");
  }

  /** Its account and region do not matter: there is only one of each here. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "arn:aws:dynamodb:us-east-1:000000000000:table/images",
        "arn:aws:dynamodb:eu-west-1:999999999999:table/images"
      })
  void aTableMayBeNamedByItsArn(String arn) throws Exception {
    String table = "{'TableName': '" + arn + "'}";

    assertThat(permissions("GetItem", table)).containsExactly("GetItem images");
    assertThat(permissions("BatchGetItem", "{'RequestItems': {'" + arn + "': {}}}"))
        .containsExactly("BatchGetItem images");
    assertThat(permissions("TransactGetItems", "{'TransactItems': [{'Get': " + table + "}]}"))
        .containsExactly("GetItem images");
    assertThat(permissions("TagResource", "{'ResourceArn': '" + arn + "'}"))
        .containsExactly("TagResource images");
  }

  @ParameterizedTest
  @ValueSource(strings = {"BatchGetItem", "BatchWriteItem"})
  void aBatchNeedsAPermissionOnEachOfItsTables(String operation) throws Exception {
    assertThat(permissions(operation, "{'RequestItems': {'images': {}, 'other': {}}}"))
        .containsExactly(operation + " images", operation + " other");
    assertThat(actions.of(operation, new ObjectMapper().createObjectNode()))
        .extracting(permission -> permission.resource())
        .containsExactly("*");
  }

  @Test
  void aTransactionNeedsThePermissionOfEachPart() throws Exception {
    assertThat(
            permissions(
                "TransactWriteItems",
                """
                {'TransactItems': [
                  {'Put': {'TableName': 'images'}}, {'Update': {'TableName': 'images'}},
                  {'Put': {'TableName': 'images'}}, {'Delete': {'TableName': 'other'}},
                  {'ConditionCheck': {'TableName': 'locks'}}]}
                """))
        .containsExactly(
            "PutItem images", "UpdateItem images", "DeleteItem other", "ConditionCheckItem locks");
    assertThat(
            permissions(
                "TransactGetItems",
                "{'TransactItems': [{'Get': {'TableName': 'a'}}, {'Get': {'TableName': 'b'}}]}"))
        .containsExactly("GetItem a", "GetItem b");
  }

  @Test
  void creatingATaggedTableNeedsThePermissionToTag() throws Exception {
    assertThat(permissions("CreateTable", "{'TableName': 'images', 'Tags': [{'Key': 'a'}]}"))
        .containsExactly("CreateTable images", "TagResource images");
  }

  @ParameterizedTest
  @ValueSource(strings = {"DescribeEndpoints", "DescribeLimits", "ListTables"})
  void operationsWithoutATableNeedAPermissionOnAllTables(String operation) throws Exception {
    assertThat(actions.of(operation, new ObjectMapper().createObjectNode()))
        .extracting(permission -> permission.action() + " " + permission.resource())
        .containsExactly("dynamodb:" + operation + " *");
  }

  @ParameterizedTest
  @CsvSource({
    "ExecuteStatement, ExecuteStatement",
    "BatchExecuteStatement, BatchExecuteStatement",
    "ExecuteTransaction, ExecuteTransaction",
    "GetRecords, GetRecords",
    "DynamoDB_20120810.DeleteTable.GetItem, DynamoDB_20120810.DeleteTable.GetItem",
    "getItem, getItem",
    "'', ''",
    "TransactWriteItems, TransactWriteItems/Merge",
  })
  void rejectsUnknownOperationsByName(String operation, String name) {
    assertThatExceptionOfType(UnknownOperationException.class)
        .isThrownBy(
            () -> permissions(operation, "{'TransactItems': [{'Merge': {'TableName': 'images'}}]}"))
        .satisfies(
            unknown -> {
              assertThat(unknown.service()).isEqualTo("dynamodb");
              assertThat(unknown.operation()).isEqualTo(name);
            });
  }

  /** Each permission as its action and what its table's ARN has after the prefix. */
  private List<String> permissions(String operation, String request) throws Exception {
    return actions.of(operation, new ObjectMapper().readTree(request.replace('\'', '"'))).stream()
        .map(
            permission -> {
              assertThat(permission.action()).startsWith("dynamodb:");
              assertThat(permission.resource()).startsWith(PREFIX);
              return permission.action().substring("dynamodb:".length())
                  + " "
                  + permission.resource().substring(PREFIX.length());
            })
        .toList();
  }
}
