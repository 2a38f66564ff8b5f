package dev.twinlens.audit;

import dev.twinlens.domain.catalog.Attributes;
import dev.twinlens.domain.catalog.ImageTable;
import dev.twinlens.domain.catalog.SummaryRow;
import dev.twinlens.domain.json.Json;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;

/** Goes through the rows of all images by the days of their uploads. */
final class ImageDays {
  /** S3's first day: nothing was uploaded before it. */
  private static final LocalDate FIRST = LocalDate.of(2006, 3, 14);

  private final DynamoDbClient dynamoDb;
  private final String name;
  private final ImageTable table;
  private final Clock clock;
  private List<String> days = List.of();

  ImageDays(DynamoDbClient dynamoDb, String name, Clock clock) {
    this.dynamoDb = dynamoDb;
    this.name = name;
    this.table = new ImageTable(dynamoDb, name);
    this.clock = clock;
  }

  /**
   * One page of rows.
   *
   * @param next where the following page begins; empty when there is none
   */
  record Page(List<SummaryRow> rows, Optional<String> next) {}

  /** Reads a page: at most 1 MB. */
  Page page(Optional<String> position) {
    Map<String, String> start = position.map(ImageDays::read).orElse(Map.of());
    Optional<String> day = Optional.ofNullable(start.get(Attributes.DAY)).or(() -> dayAfter(""));
    return day.map(value -> page(value, start))
        .orElseGet(() -> new Page(List.of(), Optional.empty()));
  }

  private Page page(String day, Map<String, String> start) {
    QueryRequest.Builder request =
        QueryRequest.builder()
            .tableName(name)
            .indexName(Attributes.BY_DAY)
            .keyConditionExpression("#day = :day")
            .expressionAttributeNames(Map.of("#day", Attributes.DAY))
            .expressionAttributeValues(Map.of(":day", AttributeValue.fromS(day)));
    if (start.size() > 1) {
      Map<String, AttributeValue> key = new HashMap<>();
      start.forEach((attribute, text) -> key.put(attribute, AttributeValue.fromS(text)));
      request.exclusiveStartKey(key);
    }
    QueryResponse response = dynamoDb.query(request.build());
    Optional<String> next =
        response.hasLastEvaluatedKey()
            ? Optional.of(write(response.lastEvaluatedKey()))
            : dayAfter(day).map(following -> Json.write(Map.of(Attributes.DAY, following)));
    return new Page(response.items().stream().map(SummaryRow::of).toList(), next);
  }

  /** The first day with uploads after this one. */
  private Optional<String> dayAfter(String day) {
    if (days.isEmpty()) {
      LocalDate end = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC).plusDays(2);
      days = table.recorded(FIRST.datesUntil(end).map(LocalDate::toString).toList());
    }
    return days.stream().filter(recorded -> recorded.compareTo(day) > 0).findFirst();
  }

  private static String write(Map<String, AttributeValue> key) {
    Map<String, String> texts = new TreeMap<>();
    key.forEach((attribute, value) -> texts.put(attribute, value.s()));
    return Json.write(texts);
  }

  private static Map<String, String> read(String position) {
    Map<String, String> texts = new HashMap<>();
    SavedJson.object(position).forEach((name, value) -> texts.put(name, String.valueOf(value)));
    return texts;
  }
}
