package dev.twinlens.audit;

import dev.twinlens.domain.catalog.Attributes;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** The item of the images table that says how far the audit has come. */
final class CheckpointTable {
  /** An object may have this key; the sort keys of its rows are others. */
  private static final String ID = "*audit";

  private static final String ENDED_AT = "EndedAt";

  private final DynamoDbClient dynamoDb;
  private final String table;

  CheckpointTable(DynamoDbClient dynamoDb, String table) {
    this.dynamoDb = dynamoDb;
    this.table = table;
  }

  /** When the last complete audit ended. */
  Optional<Instant> endedAt() {
    Map<String, AttributeValue> item =
        dynamoDb
            .getItem(
                request ->
                    request
                        .tableName(table)
                        .consistentRead(true)
                        .key(
                            Map.of(
                                Attributes.IMAGE_NAME, AttributeValue.fromS(ID),
                                Attributes.LABEL, AttributeValue.fromS(ID))))
            .item();
    return Optional.ofNullable(item.get(ENDED_AT)).map(time -> Instant.parse(time.s()));
  }
}
