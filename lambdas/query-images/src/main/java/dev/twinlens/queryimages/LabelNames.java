package dev.twinlens.queryimages;

import dev.twinlens.domain.catalog.Attributes;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;

/**
 * The labels that images have, or had. They are items of their own, for an index cannot tell which
 * partitions it has.
 */
final class LabelNames {
  /** Rekognition knows some 3,000 labels; an answer of so many has some 200 KB. */
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

  /** In ascending order; the first of them when there are more than one answer may have. */
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
        .map(item -> item.get(Attributes.LABEL).s().substring(Attributes.LABEL_PREFIX.length()))
        .toList();
  }
}
