package dev.twinlens.operations.erasure;

import dev.twinlens.domain.catalog.AnswerTable;
import dev.twinlens.domain.catalog.Attributes;
import dev.twinlens.domain.catalog.CopyRow;
import dev.twinlens.domain.catalog.ItemOwner;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ScanResponse;

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
   * Deletes the summary, the labels, the rows of the copies, and what says that the key's image has
   * certain bytes.
   *
   * @param hashes the SHA-256 of the key's versions, base64, as far as others than its rows have
   *     them
   */
  void erase(String key, Set<String> hashes) {
    Set<String> all = new HashSet<>(hashes);
    for (Map<String, AttributeValue> item : items(key)) {
      String sortKey = text(item, Attributes.LABEL);
      if (SHARED.stream().noneMatch(sortKey::startsWith)) {
        sha256(item).ifPresent(all::add);
        delete(key, sortKey);
      }
    }
    for (Map<String, AttributeValue> item : items(CopyRow.partition(key))) {
      sha256(item).ifPresent(all::add);
      delete(CopyRow.partition(key), text(item, Attributes.LABEL));
    }
    for (String hash : all) {
      items(AnswerTable.partition(hash)).stream()
          .filter(item -> key.equals(text(item, Attributes.KEY)))
          .forEach(item -> delete(AnswerTable.partition(hash), text(item, Attributes.LABEL)));
    }
  }

  /**
   * The keys with rows, page by page; reads the whole table.
   *
   * @param prefix with which the keys begin
   * @param keys is given each page's keys, and the SHA-256 of their bytes
   */
  void leftovers(String prefix, Consumer<Map<String, Set<String>>> keys) {
    for (ScanResponse page :
        dynamoDb.scanPaginator(scan -> scan.tableName(table).consistentRead(true))) {
      Map<String, Set<String>> found = new TreeMap<>();
      page.items().stream()
          .flatMap(item -> ItemOwner.of(item).stream())
          .filter(owner -> owner.key().startsWith(prefix))
          .forEach(
              owner -> {
                Set<String> hashes = found.computeIfAbsent(owner.key(), key -> new HashSet<>());
                owner.sha256().ifPresent(hashes::add);
              });
      keys.accept(found);
    }
  }

  private static Optional<String> sha256(Map<String, AttributeValue> item) {
    return Optional.ofNullable(item.get(Attributes.SHA256)).map(AttributeValue::s);
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
