package dev.twinlens.queryimages;

import dev.twinlens.domain.catalog.Attributes;
import dev.twinlens.domain.catalog.BatchRetries;
import dev.twinlens.domain.catalog.Item;
import dev.twinlens.domain.catalog.Label;
import dev.twinlens.domain.catalog.Status;
import dev.twinlens.domain.catalog.SummaryRow;
import dev.twinlens.domain.catalog.ThrottledException;
import dev.twinlens.domain.keys.KeyLimits;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.KeysAndAttributes;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;

/** Images with a label, the most certain first. */
final class LabelledImages {
  private static final String POSITION_CONFIDENCE = "confidence";
  private static final String POSITION_KEY = "key";

  /**
   * Rows of images that were overwritten since are passed over; this limits how many in one
   * request.
   */
  private static final int MAX_QUERIES = 20;

  /** A round on a throttled table takes at most this long. */
  private static final Duration LONGEST_ROUND = Duration.ofSeconds(5);

  /** The digits of a number that DynamoDB keeps; a confidence has at most 17. */
  private static final int MAX_DIGITS = 38;

  private final DynamoDbClient dynamoDb;
  private final String table;
  private final Clock clock;
  private final BatchRetries retries = new BatchRetries();

  LabelledImages(DynamoDbClient dynamoDb, String table, Clock clock) {
    this.dynamoDb = dynamoDb;
    this.table = table;
    this.clock = clock;
  }

  /**
   * One page; a shorter one when too little time is left for more.
   *
   * @param deadline when Lambda ends the invocation
   * @throws ThrottledException when DynamoDB leaves rows unread
   */
  ListPage page(ListParameters parameters, Instant deadline) {
    String list = "label " + parameters.label() + " " + parameters.minConfidence().toPlainString();
    Map<String, AttributeValue> startKey =
        parameters.cursor().isEmpty()
            ? Map.of()
            : startKey(parameters, Cursor.decode(list, parameters.cursor()));
    List<SummaryRow> images = new ArrayList<>();
    for (int queries = 0; queries < MAX_QUERIES; queries++) {
      QueryResponse response = rows(parameters, startKey, parameters.limit() - images.size());
      images.addAll(summaries(parameters.label(), response.items()));
      startKey = response.lastEvaluatedKey();
      if (startKey.isEmpty()
          || images.size() == parameters.limit()
          || clock.instant().plus(LONGEST_ROUND).isAfter(deadline)) {
        break;
      }
    }
    return new ListPage(
        images, startKey.isEmpty() ? "" : Cursor.encode(list, position(new Item(startKey))));
  }

  private QueryResponse rows(
      ListParameters parameters, Map<String, AttributeValue> startKey, int limit) {
    QueryRequest.Builder request =
        QueryRequest.builder()
            .tableName(table)
            .indexName(Attributes.BY_LABEL)
            .keyConditionExpression("#label = :label AND #confidence >= :least")
            .projectionExpression("#image")
            .expressionAttributeNames(
                Map.of(
                    "#label", Attributes.LABEL,
                    "#confidence", Attributes.CONFIDENCE,
                    "#image", Attributes.IMAGE_NAME))
            .expressionAttributeValues(
                Map.of(
                    ":label", AttributeValue.fromS(parameters.label()),
                    ":least", AttributeValue.fromN(parameters.minConfidence().toPlainString())))
            .scanIndexForward(false)
            .limit(limit);
    if (!startKey.isEmpty()) {
      request.exclusiveStartKey(startKey);
    }
    return dynamoDb.query(request.build());
  }

  /**
   * The images' summaries in the order of their rows, without images that no longer have the label.
   */
  private List<SummaryRow> summaries(String label, List<Map<String, AttributeValue>> rows) {
    // DynamoDB rejects a batch that asks for a key twice, and an index can be behind its table.
    List<String> keys =
        rows.stream().map(row -> new Item(row).text(Attributes.IMAGE_NAME)).distinct().toList();
    Map<String, SummaryRow> found = new HashMap<>();
    for (SummaryRow summary : fetch(keys)) {
      if (summary.isImage() && summary.status() == Status.LABELLED && has(summary, label)) {
        found.put(summary.key(), summary);
      }
    }
    return keys.stream().filter(found::containsKey).map(found::get).toList();
  }

  private List<SummaryRow> fetch(List<String> keys) {
    if (keys.isEmpty()) {
      return List.of();
    }
    List<SummaryRow> summaries = new ArrayList<>();
    KeysAndAttributes batch =
        KeysAndAttributes.builder()
            .keys(keys.stream().map(LabelledImages::summaryKey).toList())
            .build();
    retries.untilDone(
        Map.of(table, batch),
        left -> {
          BatchGetItemResponse response =
              dynamoDb.batchGetItem(BatchGetItemRequest.builder().requestItems(left).build());
          response.responses().getOrDefault(table, List.of()).stream()
              .map(SummaryRow::of)
              .forEach(summaries::add);
          return response.unprocessedKeys();
        });
    return summaries;
  }

  private static boolean has(SummaryRow summary, String label) {
    return summary.labels().stream().map(Label::name).anyMatch(label::equals);
  }

  private static Map<String, AttributeValue> summaryKey(String key) {
    return Map.of(
        Attributes.IMAGE_NAME, AttributeValue.fromS(key),
        Attributes.LABEL, AttributeValue.fromS(Attributes.SUMMARY));
  }

  /** A number that a row can have; DynamoDB rejects others. */
  private static Optional<BigDecimal> confidence(String text) {
    try {
      BigDecimal percent = new BigDecimal(text);
      return Optional.of(percent)
          .filter(number -> number.compareTo(ListParameters.MAX_PERCENT) <= 0)
          .filter(number -> number.precision() <= MAX_DIGITS && number.scale() <= MAX_DIGITS);
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  private static Map<String, String> position(Item lastKey) {
    return Map.of(
        POSITION_CONFIDENCE, lastKey.number(Attributes.CONFIDENCE),
        POSITION_KEY, lastKey.text(Attributes.IMAGE_NAME));
  }

  private static Map<String, AttributeValue> startKey(
      ListParameters parameters, Map<String, String> position) {
    if (!position.keySet().equals(Set.of(POSITION_CONFIDENCE, POSITION_KEY))
        || !KeyLimits.isObjectKey(Cursor.value(position, POSITION_KEY))) {
      throw Cursor.foreign();
    }
    BigDecimal confidence =
        confidence(Cursor.value(position, POSITION_CONFIDENCE))
            .filter(percent -> percent.compareTo(parameters.minConfidence()) >= 0)
            .orElseThrow(Cursor::foreign);
    return Map.of(
        Attributes.LABEL, AttributeValue.fromS(parameters.label()),
        Attributes.CONFIDENCE, AttributeValue.fromN(confidence.toPlainString()),
        Attributes.IMAGE_NAME, AttributeValue.fromS(Cursor.value(position, POSITION_KEY)));
  }
}
