package dev.twinlens.domain.catalog;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.KeysAndAttributes;

/** Reads many items of the table with few requests. */
final class BatchReads {
  /** DynamoDB's limit on the items of one request. */
  private static final int BATCH = 100;

  private final DynamoDbClient dynamoDb;
  private final String table;
  private final BatchRetries retries = new BatchRetries();

  BatchReads(DynamoDbClient dynamoDb, String table) {
    this.dynamoDb = dynamoDb;
    this.table = table;
  }

  /**
   * The items with these keys, in any order; those that do not exist are left out. A read is
   * eventually consistent, which costs half.
   *
   * @param keys each once
   * @throws ThrottledException when DynamoDB leaves some of these reads undone
   */
  List<Map<String, AttributeValue>> items(Collection<Map<String, AttributeValue>> keys) {
    List<Map<String, AttributeValue>> all = List.copyOf(keys);
    List<Map<String, AttributeValue>> items = new ArrayList<>();
    for (int from = 0; from < all.size(); from += BATCH) {
      KeysAndAttributes batch =
          KeysAndAttributes.builder()
              .keys(all.subList(from, Math.min(from + BATCH, all.size())))
              .build();
      retries.untilDone(
          Map.of(table, batch),
          left -> {
            BatchGetItemResponse response =
                dynamoDb.batchGetItem(request -> request.requestItems(left));
            items.addAll(response.responses().getOrDefault(table, List.of()));
            return response.unprocessedKeys();
          });
    }
    return items;
  }
}
