package dev.twinlens.operations.erasure;

import dev.twinlens.domain.catalog.AnswerTable;
import dev.twinlens.domain.catalog.Attributes;
import dev.twinlens.domain.catalog.CopyRow;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Deletes what the table says of keys. */
final class RowEraser {
  /** In partitions that an object key can name, too: not about one image. */
  private static final List<String> SHARED =
      List.of(Attributes.DAY_PREFIX, Attributes.LABEL_PREFIX);

  private final DynamoDbClient dynamoDb;
  private final String table;
  private final Proof proof;

  RowEraser(DynamoDbClient dynamoDb, String table, Proof proof) {
    this.dynamoDb = dynamoDb;
    this.table = table;
    this.proof = proof;
  }

  /**
   * Deletes the summary, the labels and the rows of the copies.
   *
   * @param hashes the SHA-256 of the key's versions, base64, as far as they are known
   */
  void erase(String key, Set<String> hashes) {
    for (Map<String, AttributeValue> item : items(key)) {
      String sortKey = text(item, Attributes.LABEL);
      if (SHARED.stream().noneMatch(sortKey::startsWith)) {
        delete(key, sortKey);
      }
    }
    items(CopyRow.partition(key))
        .forEach(item -> delete(CopyRow.partition(key), text(item, Attributes.LABEL)));
    for (String hash : hashes) {
      items(AnswerTable.partition(hash)).stream()
          .filter(item -> key.equals(text(item, Attributes.KEY)))
          .forEach(item -> delete(AnswerTable.partition(hash), text(item, Attributes.LABEL)));
    }
  }

  private static String text(Map<String, AttributeValue> item, String attribute) {
    return Objects.requireNonNull(item.get(attribute), attribute).s();
  }

  private List<Map<String, AttributeValue>> items(String partition) {
    return dynamoDb
        .queryPaginator(
            request ->
                request
                    .tableName(table)
                    .consistentRead(true)
                    .keyConditionExpression("#image = :key")
                    .expressionAttributeNames(Map.of("#image", Attributes.IMAGE_NAME))
                    .expressionAttributeValues(Map.of(":key", AttributeValue.fromS(partition))))
        .items()
        .stream()
        .toList();
  }

  private void delete(String partition, String sortKey) {
    dynamoDb.deleteItem(
        request ->
            request
                .tableName(table)
                .key(
                    Map.of(
                        Attributes.IMAGE_NAME, AttributeValue.fromS(partition),
                        Attributes.LABEL, AttributeValue.fromS(sortKey))));
    proof.removed("row", "imageName", partition, "label", sortKey);
  }
}
