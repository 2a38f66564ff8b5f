package dev.twinlens.queryimages;

import dev.twinlens.domain.catalog.Attributes;
import dev.twinlens.domain.catalog.Item;
import dev.twinlens.domain.catalog.SummaryRow;
import dev.twinlens.domain.keys.KeyLimits;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;

/**
 * All images, newest first: day by day, each day from its end. The days are items of their own,
 * because an index is sorted within one day only.
 */
final class NewestImages {
  private static final String LIST = "newest";
  private static final String POSITION_DAY = "day";
  private static final String POSITION_TIME = "time";
  private static final String POSITION_KEY = "key";
  private static final Pattern DAY = Pattern.compile("\\d{4}-\\d{2}-\\d{2}");
  private static final Pattern TIME =
      Pattern.compile("\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}\\.\\d{3}Z");

  /**
   * Days whose images have all been overwritten since are passed over; this limits how many in one
   * request.
   */
  private static final int MAX_QUERIES = 40;

  private final DynamoDbClient dynamoDb;
  private final String table;

  NewestImages(DynamoDbClient dynamoDb, String table) {
    this.dynamoDb = dynamoDb;
    this.table = table;
  }

  /**
   * One page.
   *
   * @param cursor empty for the first page
   */
  ListPage page(String cursor, int limit) {
    Map<String, String> position = cursor.isEmpty() ? Map.of() : position(cursor);
    List<SummaryRow> images = new ArrayList<>();
    int queries = 0;
    String day = position.getOrDefault(POSITION_DAY, "");
    Map<String, AttributeValue> startKey = startKey(position);
    if (startKey.isEmpty()) {
      day = dayBefore(day);
    }
    while (!day.isEmpty()) {
      QueryResponse response = imagesOf(day, startKey, limit - images.size());
      queries++;
      response.items().stream().map(SummaryRow::of).forEach(images::add);
      startKey = response.lastEvaluatedKey();
      if (images.size() == limit || queries >= MAX_QUERIES) {
        return new ListPage(images, nextCursor(day, new Item(startKey)));
      }
      if (startKey.isEmpty()) {
        day = dayBefore(day);
      }
    }
    return new ListPage(images, "");
  }

  private static Map<String, String> position(String cursor) {
    Map<String, String> position = Cursor.decode(LIST, cursor);
    boolean isEndOfDay = position.keySet().equals(Set.of(POSITION_DAY));
    boolean isImage =
        position.keySet().equals(Set.of(POSITION_DAY, POSITION_TIME, POSITION_KEY))
            && TIME.matcher(Cursor.value(position, POSITION_TIME)).matches()
            && KeyLimits.isObjectKey(Cursor.value(position, POSITION_KEY));
    if ((isEndOfDay || isImage) && DAY.matcher(Cursor.value(position, POSITION_DAY)).matches()) {
      return position;
    }
    throw Cursor.foreign();
  }

  private QueryResponse imagesOf(String day, Map<String, AttributeValue> startKey, int limit) {
    QueryRequest.Builder request =
        QueryRequest.builder()
            .tableName(table)
            .indexName(Attributes.BY_DAY)
            .keyConditionExpression("#day = :day")
            .expressionAttributeNames(Map.of("#day", Attributes.DAY))
            .expressionAttributeValues(Map.of(":day", AttributeValue.fromS(day)))
            .scanIndexForward(false)
            .limit(limit);
    if (!startKey.isEmpty()) {
      request.exclusiveStartKey(startKey);
    }
    return dynamoDb.query(request.build());
  }

  /**
   * The last day with images before {@code day}, or of all when it is empty; empty when there is
   * none.
   */
  private String dayBefore(String day) {
    QueryRequest request =
        QueryRequest.builder()
            .tableName(table)
            .keyConditionExpression("#image = :days AND #label BETWEEN :first AND :last")
            .expressionAttributeNames(
                Map.of("#image", Attributes.IMAGE_NAME, "#label", Attributes.LABEL))
            .expressionAttributeValues(
                Map.of(
                    ":days", AttributeValue.fromS(Attributes.DAYS_PARTITION),
                    ":first", AttributeValue.fromS(Attributes.DAY_PREFIX),
                    ":last",
                        AttributeValue.fromS(Attributes.DAY_PREFIX + (day.isEmpty() ? "~" : day))))
            .scanIndexForward(false)
            .limit(2)
            .build();
    return dynamoDb.query(request).items().stream()
        .map(
            item -> new Item(item).text(Attributes.LABEL).substring(Attributes.DAY_PREFIX.length()))
        .filter(found -> !found.equals(day))
        .findFirst()
        .orElse("");
  }

  private String nextCursor(String day, Item lastKey) {
    if (!lastKey.attributes().isEmpty()) {
      return Cursor.encode(
          LIST,
          Map.of(
              POSITION_DAY, day,
              POSITION_TIME, lastKey.text(Attributes.UPLOADED_AT),
              POSITION_KEY, lastKey.text(Attributes.IMAGE_NAME)));
    }
    return dayBefore(day).isEmpty() ? "" : Cursor.encode(LIST, Map.of(POSITION_DAY, day));
  }

  private static Map<String, AttributeValue> startKey(Map<String, String> position) {
    Map<String, AttributeValue> key = new HashMap<>();
    if (position.containsKey(POSITION_KEY)) {
      key.put(Attributes.DAY, AttributeValue.fromS(Cursor.value(position, POSITION_DAY)));
      key.put(Attributes.UPLOADED_AT, AttributeValue.fromS(Cursor.value(position, POSITION_TIME)));
      key.put(Attributes.IMAGE_NAME, AttributeValue.fromS(Cursor.value(position, POSITION_KEY)));
      key.put(Attributes.LABEL, AttributeValue.fromS(Attributes.SUMMARY));
    }
    return key;
  }
}
