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
  void needsARightOnTheTable(String operation) throws Exception {
    assertThat(rights(operation, "{'TableName': 'images'}")).containsExactly(operation + " images");
  }

  @ParameterizedTest
  @ValueSource(strings = {"Query", "Scan"})
  void readingByAnIndexNeedsTheRightOnTheIndexAlone(String operation) throws Exception {
    assertThat(rights(operation, "{'TableName': 'images', 'IndexName': 'by-day'}"))
        .containsExactly(operation + " images/index/by-day");
  }

  /** Whatever account and region it names: there is one of each here. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "arn:aws:dynamodb:us-east-1:000000000000:table/images",
        "arn:aws:dynamodb:eu-west-1:999999999999:table/images"
      })
  void aTableMayBeNamedByItsArn(String arn) throws Exception {
    String table = "{'TableName': '" + arn + "'}";

    assertThat(rights("GetItem", table)).containsExactly("GetItem images");
    assertThat(rights("BatchGetItem", "{'RequestItems': {'" + arn + "': {}}}"))
        .containsExactly("BatchGetItem images");
    assertThat(rights("TransactGetItems", "{'TransactItems': [{'Get': " + table + "}]}"))
        .containsExactly("GetItem images");
    assertThat(rights("TagResource", "{'ResourceArn': '" + arn + "'}"))
        .containsExactly("TagResource images");
  }

  @ParameterizedTest
  @ValueSource(strings = {"BatchGetItem", "BatchWriteItem"})
  void aBatchNeedsTheRightOnEachOfItsTables(String operation) throws Exception {
    assertThat(rights(operation, "{'RequestItems': {'images': {}, 'other': {}}}"))
        .containsExactly(operation + " images", operation + " other");
    assertThat(actions.of(operation, new ObjectMapper().createObjectNode()))
        .extracting(permission -> permission.resource())
        .containsExactly("*");
  }

  @Test
  void aTransactionNeedsTheRightToDoEachPartAlone() throws Exception {
    assertThat(
            rights(
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
            rights(
                "TransactGetItems",
                "{'TransactItems': [{'Get': {'TableName': 'a'}}, {'Get': {'TableName': 'b'}}]}"))
        .containsExactly("GetItem a", "GetItem b");
  }

  @Test
  void creatingATaggedTableNeedsToTagIt() throws Exception {
    assertThat(rights("CreateTable", "{'TableName': 'images', 'Tags': [{'Key': 'a'}]}"))
        .containsExactly("CreateTable images", "TagResource images");
  }

  @ParameterizedTest
  @ValueSource(strings = {"DescribeEndpoints", "DescribeLimits", "ListTables"})
  void askingForNoTableNeedsTheRightOnAllOfThem(String operation) throws Exception {
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
  void deniesByNameWhatItDoesNotKnow(String operation, String name) {
    assertThatExceptionOfType(UnknownOperationException.class)
        .isThrownBy(
            () -> rights(operation, "{'TransactItems': [{'Merge': {'TableName': 'images'}}]}"))
        .satisfies(
            unknown -> {
              assertThat(unknown.service()).isEqualTo("dynamodb");
              assertThat(unknown.operation()).isEqualTo(name);
            });
  }

  /** Each right as its action and what its table's ARN has after the prefix. */
  private List<String> rights(String operation, String request) throws Exception {
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
