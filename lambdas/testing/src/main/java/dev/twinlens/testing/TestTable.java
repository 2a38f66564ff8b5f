package dev.twinlens.testing;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.GlobalSecondaryIndex;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ProjectionType;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;

/** A table of images with the keys and indexes that the deployment gives it. */
public final class TestTable {
  private final DynamoDbClient dynamoDb = EmbeddedServices.client(DynamoDbClient.builder());
  private final String name = "images-" + UUID.randomUUID();

  TestTable() {
    dynamoDb.createTable(
        request ->
            request
                .tableName(name)
                .billingMode(BillingMode.PAY_PER_REQUEST)
                .attributeDefinitions(
                    attribute("ImageName", ScalarAttributeType.S),
                    attribute("Label", ScalarAttributeType.S),
                    attribute("Confidence", ScalarAttributeType.N),
                    attribute("Day", ScalarAttributeType.S),
                    attribute("UploadedAt", ScalarAttributeType.S))
                .keySchema(keys("ImageName", "Label"))
                .globalSecondaryIndexes(
                    index("by-label", "Label", "Confidence"),
                    index("by-day", "Day", "UploadedAt")));
  }

  public String name() {
    return name;
  }

  /** The administrator's client, whose calls never fail. */
  public DynamoDbClient dynamoDb() {
    return dynamoDb;
  }

  /** All rows of an image: the label or {@code *}, and its attributes. */
  public Map<String, Map<String, AttributeValue>> rows(String key) {
    Map<String, Map<String, AttributeValue>> rows = new HashMap<>();
    QueryRequest query =
        QueryRequest.builder()
            .tableName(name)
            .consistentRead(true)
            .keyConditionExpression("ImageName = :key")
            .expressionAttributeValues(Map.of(":key", AttributeValue.fromS(key)))
            .build();
    for (Map<String, AttributeValue> item : dynamoDb.queryPaginator(query).items()) {
      rows.put(item.getOrDefault("Label", AttributeValue.fromS("")).s(), item);
    }
    return rows;
  }

  /** The image's summary row; empty when there is none. */
  public Map<String, AttributeValue> summary(String key) {
    return rows(key).getOrDefault("*", Map.of());
  }

  /** Deletes every row. */
  public void clear() {
    dynamoDb
        .scanPaginator(scan -> scan.tableName(name))
        .items()
        .forEach(
            item ->
                dynamoDb.deleteItem(
                    delete ->
                        delete
                            .tableName(name)
                            .key(
                                Map.of(
                                    "ImageName", item.get("ImageName"),
                                    "Label", item.get("Label")))));
  }

  /** Sets a text of an image's summary row, as another worker does. */
  public void set(String key, String attribute, String value) {
    set(key, attribute, AttributeValue.fromS(value));
  }

  /** Sets an attribute of an image's summary row, as another worker does. */
  public void set(String key, String attribute, AttributeValue value) {
    dynamoDb.updateItem(
        request ->
            request
                .tableName(name)
                .key(
                    Map.of(
                        "ImageName", AttributeValue.fromS(key), "Label", AttributeValue.fromS("*")))
                .updateExpression("SET #attribute = :value")
                .expressionAttributeNames(Map.of("#attribute", attribute))
                .expressionAttributeValues(Map.of(":value", value)));
  }

  private static AttributeDefinition attribute(String name, ScalarAttributeType type) {
    return AttributeDefinition.builder().attributeName(name).attributeType(type).build();
  }

  private static List<KeySchemaElement> keys(String hash, String range) {
    return List.of(
        KeySchemaElement.builder().attributeName(hash).keyType(KeyType.HASH).build(),
        KeySchemaElement.builder().attributeName(range).keyType(KeyType.RANGE).build());
  }

  private static GlobalSecondaryIndex index(String name, String hash, String range) {
    return GlobalSecondaryIndex.builder()
        .indexName(name)
        .keySchema(keys(hash, range))
        .projection(projection -> projection.projectionType(ProjectionType.ALL))
        .build();
  }
}
