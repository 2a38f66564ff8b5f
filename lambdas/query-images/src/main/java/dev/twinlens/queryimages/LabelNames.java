package dev.twinlens.queryimages;

import dev.twinlens.domain.catalog.Attributes;
import dev.twinlens.domain.catalog.Item;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;

/**
 * The labels that images have, or had. They are items of their own, because an index does not list
 * its partitions.
 */
final class LabelNames {
  /** Rekognition knows about 3,000 labels; a response with so many has about 200 KB. */
  private static final int MAX_NAMES = 5_000;

  private final DynamoDbClient dynamoDb;
  private final String table;
  private final int maxNames;

  LabelNames(DynamoDbClient dynamoDb, String table) {
    this(dynamoDb, table, MAX_NAMES);
  }

  LabelNames(DynamoDbClient dynamoDb, String table, int maxNames) {
    this.dynamoDb = dynamoDb;
    this.table = table;
    this.maxNames = maxNames;
  }

  /** In ascending order; only the first ones when there are more than one response may have. */
  List<String> all() {
    QueryRequest request =
        QueryRequest.builder()
            .tableName(table)
            .consistentRead(true)
            .keyConditionExpression("#image = :labels AND begins_with(#label, :prefix)")
            .projectionExpression("#label")
            .expressionAttributeNames(
                Map.of("#image", Attributes.IMAGE_NAME, "#label", Attributes.LABEL))
            .expressionAttributeValues(
                Map.of(
                    ":labels", AttributeValue.fromS(Attributes.LABELS_PARTITION),
                    ":prefix", AttributeValue.fromS(Attributes.LABEL_PREFIX)))
            .limit(maxNames)
            .build();
    return dynamoDb.queryPaginator(request).items().stream()
        .limit(maxNames)
        .map(
            item ->
                new Item(item).text(Attributes.LABEL).substring(Attributes.LABEL_PREFIX.length()))
        .toList();
  }
}
