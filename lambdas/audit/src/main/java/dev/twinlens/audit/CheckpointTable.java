package dev.twinlens.audit;

import dev.twinlens.domain.catalog.Attributes;
import dev.twinlens.domain.catalog.Item;
import dev.twinlens.domain.catalog.Timestamps;
import dev.twinlens.domain.claims.Lease;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.ReturnValue;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;

/**
 * The item of the images table with the state of the audits. One invocation at a time holds it,
 * until it ends or its lease does.
 */
final class CheckpointTable {
  /** An object may have this key; the sort keys of its rows are others. */
  private static final String ID = "*audit";

  private static final String OWNER = "LeaseOwner";
  private static final String UNTIL = "LeaseUntil";
  private static final String SINCE = "FirstInvokedAt";
  private static final String RUNNING = "Running";
  private static final String LAST = "LastComplete";
  private static final String ENDED_AT = "EndedAt";

  private final DynamoDbClient dynamoDb;
  private final String table;

  CheckpointTable(DynamoDbClient dynamoDb, String table) {
    this.dynamoDb = dynamoDb;
    this.table = table;
  }

  /**
   * The state.
   *
   * @param held whether this invocation may change it; another one does otherwise
   */
  record Found(AuditState state, boolean held) {}

  /** Takes the state, unless another invocation has it. */
  Found take(Lease lease, Instant now) {
    try {
      Map<String, AttributeValue> item =
          dynamoDb
              .updateItem(
                  request ->
                      request
                          .tableName(table)
                          .key(key())
                          .updateExpression(
                              "SET #owner = :owner, #until = :until,"
                                  + " #since = if_not_exists(#since, :now)")
                          .conditionExpression("attribute_not_exists(#until) OR #until < :now")
                          .expressionAttributeNames(
                              Map.of("#owner", OWNER, "#until", UNTIL, "#since", SINCE))
                          .expressionAttributeValues(
                              Map.of(
                                  ":owner", AttributeValue.fromS(lease.owner()),
                                  ":until", time(lease.expiresAt()),
                                  ":now", time(now)))
                          .returnValues(ReturnValue.ALL_NEW)
                          .returnValuesOnConditionCheckFailure(
                              ReturnValuesOnConditionCheckFailure.ALL_OLD))
              .attributes();
      return new Found(state(item), true);
    } catch (ConditionalCheckFailedException e) {
      return new Found(state(e.item()), false);
    }
  }

  /** Saves the state and keeps it. */
  void save(AuditState state, Lease lease) {
    Map<String, AttributeValue> item = item(state);
    item.put(OWNER, AttributeValue.fromS(lease.owner()));
    item.put(UNTIL, time(lease.expiresAt()));
    put(item, lease);
  }

  /** Saves the state and lets the next invocation have it. */
  void release(AuditState state, Lease lease) {
    put(item(state), lease);
  }

  /** Lets the next invocation have the state as it was last saved. */
  void abandon(Lease lease) {
    dynamoDb.updateItem(
        request ->
            request
                .tableName(table)
                .key(key())
                .updateExpression("REMOVE #owner, #until")
                .conditionExpression("#owner = :owner")
                .expressionAttributeNames(Map.of("#owner", OWNER, "#until", UNTIL))
                .expressionAttributeValues(Map.of(":owner", AttributeValue.fromS(lease.owner()))));
  }

  private void put(Map<String, AttributeValue> item, Lease lease) {
    dynamoDb.putItem(
        request ->
            request
                .tableName(table)
                .item(item)
                .conditionExpression("#owner = :owner")
                .expressionAttributeNames(Map.of("#owner", OWNER))
                .expressionAttributeValues(Map.of(":owner", AttributeValue.fromS(lease.owner()))));
  }

  private static Map<String, AttributeValue> item(AuditState state) {
    Map<String, AttributeValue> item = new HashMap<>(key());
    item.put(SINCE, time(state.since()));
    state.running().ifPresent(audit -> item.put(RUNNING, AttributeValue.fromS(audit.json())));
    state
        .last()
        .ifPresent(
            last -> {
              item.put(LAST, AttributeValue.fromS(last.audit().json()));
              item.put(ENDED_AT, time(last.endedAt()));
            });
    return item;
  }

  private static AuditState state(Map<String, AttributeValue> attributes) {
    Item item = new Item(attributes);
    return new AuditState(
        Instant.parse(item.text(SINCE)),
        Optional.ofNullable(attributes.get(RUNNING)).map(value -> RunningAudit.of(value.s())),
        Optional.ofNullable(attributes.get(LAST))
            .map(
                value ->
                    new CompletedAudit(
                        RunningAudit.of(value.s()), Instant.parse(item.text(ENDED_AT)))));
  }

  private static Map<String, AttributeValue> key() {
    return Map.of(
        Attributes.IMAGE_NAME, AttributeValue.fromS(ID),
        Attributes.LABEL, AttributeValue.fromS(ID));
  }

  /** To be compared as texts: always with the same number of digits. */
  private static AttributeValue time(Instant time) {
    return AttributeValue.fromS(Timestamps.time(time));
  }
}
