package dev.twinlens.domain.catalog;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchWriteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.DeleteRequest;
import software.amazon.awssdk.services.dynamodb.model.PutRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

/** The table of images and their labels. Reads are strongly consistent. */
public final class ImageTable {
  private static final int BATCH = 25;

  private final DynamoDbClient dynamoDb;
  private final String table;
  private final BatchRetries retries = new BatchRetries();
  private final BatchReads reads;

  /** Days that this JVM has recorded: a hundred photos of one day need one write. */
  private final Set<String> recordedDays = ConcurrentHashMap.newKeySet();

  /** Labels that this JVM has recorded. */
  private final Set<String> recordedLabels = ConcurrentHashMap.newKeySet();

  public ImageTable(DynamoDbClient dynamoDb, String table) {
    this.dynamoDb = dynamoDb;
    this.table = table;
    this.reads = new BatchReads(dynamoDb, table);
  }

  /** The key's summary row; one without any attribute when there is none. */
  public SummaryRow summary(String key) {
    return new SummaryRow(key, item(key, Attributes.SUMMARY));
  }

  Map<String, AttributeValue> item(String imageName, String label) {
    return dynamoDb
        .getItem(
            request ->
                request.tableName(table).key(primaryKey(imageName, label)).consistentRead(true))
        .item();
  }

  /**
   * The summary rows of these keys, without those that do not exist. They may be some seconds old.
   */
  public Map<String, SummaryRow> summaries(Collection<String> keys) {
    return items(
            new HashSet<>(keys).stream().map(key -> primaryKey(key, Attributes.SUMMARY)).toList())
        .stream()
        .map(SummaryRow::of)
        .collect(Collectors.toMap(SummaryRow::key, row -> row));
  }

  /** Those of these days, yyyy-MM-dd, on which photos were uploaded, in their order. */
  public List<String> recorded(Collection<String> days) {
    return items(
            days.stream()
                .map(day -> primaryKey(Attributes.DAYS_PARTITION, Attributes.DAY_PREFIX + day))
                .toList())
        .stream()
        .map(item -> sortKey(item).substring(Attributes.DAY_PREFIX.length()))
        .sorted()
        .toList();
  }

  List<Map<String, AttributeValue>> items(Collection<Map<String, AttributeValue>> keys) {
    return reads.items(keys);
  }

  /** The image with its labels; empty when no image has this key. */
  public Optional<ImageRows> image(String key) {
    List<Map<String, AttributeValue>> items = rows(key, List.of());
    Optional<SummaryRow> summary =
        items.stream()
            .filter(item -> sortKey(item).equals(Attributes.SUMMARY))
            .map(SummaryRow::of)
            .filter(SummaryRow::isImage)
            .findFirst();
    return summary.map(row -> new ImageRows(row, labels(row, items)));
  }

  private static List<Label> labels(SummaryRow summary, List<Map<String, AttributeValue>> items) {
    Map<String, Label> rows = new HashMap<>();
    for (Map<String, AttributeValue> item : items) {
      if (item.containsKey(Attributes.CONFIDENCE)) {
        rows.put(sortKey(item), LabelItems.read(new Item(item)));
      }
    }
    // While a newer version is being classified, rows of the former one may still be there.
    return summary.labels().stream()
        .map(Label::name)
        .filter(rows::containsKey)
        .map(rows::get)
        .toList();
  }

  /** Changes the row when the update's conditions hold. */
  public UpdateResult update(RowUpdate update) {
    try {
      return new UpdateResult.Written(
          new SummaryRow(
              update.imageName(), dynamoDb.updateItem(update.request(table)).attributes()));
    } catch (ConditionalCheckFailedException e) {
      return new UpdateResult.Refused(new SummaryRow(update.imageName(), e.item()));
    }
  }

  /**
   * Changes a key's summary row by what it says, again and again while others change it.
   *
   * @param known the row as far as it is known; the update finds out whether it has changed
   * @param change the update, on condition that what it was derived from is unchanged; empty when
   *     nothing has to change
   * @return whether that was done within so many attempts
   */
  public boolean change(
      SummaryRow known, int attempts, Function<SummaryRow, Optional<RowUpdate>> change) {
    SummaryRow row = known;
    for (int i = 0; i < attempts; i++) {
      Optional<RowUpdate> update = change.apply(row);
      if (update.isEmpty()) {
        return true;
      }
      switch (update(update.get())) {
        case UpdateResult.Written written -> {
          return true;
        }
        case UpdateResult.Refused(SummaryRow found) -> row = found;
      }
    }
    return false;
  }

  /** Records the day, so that lists of the newest images find it. */
  public void recordDay(String day) {
    if (!recordedDays.contains(day)) {
      update(RowUpdate.of(Attributes.DAYS_PARTITION, Attributes.DAY_PREFIX + day));
      recordedDays.add(day);
    }
  }

  /**
   * Writes the image's label rows, deletes those of a former version, and records the labels, so
   * that the list of labels has them. A label stays in that list when its last image is deleted:
   * only a count that all workers keep without a race could tell which image is the last.
   *
   * @throws ThrottledException when DynamoDB leaves some of these writes undone
   */
  public void replaceLabels(String key, List<Label> labels) {
    Set<String> former = new HashSet<>();
    for (Map<String, AttributeValue> item : rows(key, List.of(Attributes.LABEL))) {
      String name = sortKey(item);
      if (!name.startsWith(Attributes.SUMMARY)) {
        former.add(name);
      }
    }
    List<WriteRequest> writes = new ArrayList<>();
    for (Label label : labels) {
      former.remove(label.name());
      writes.add(put(LabelItems.write(key, label)));
    }
    List<String> unrecorded =
        labels.stream().map(Label::name).filter(name -> !recordedLabels.contains(name)).toList();
    for (String name : unrecorded) {
      writes.add(put(primaryKey(Attributes.LABELS_PARTITION, Attributes.LABEL_PREFIX + name)));
    }
    for (String name : former) {
      DeleteRequest delete = DeleteRequest.builder().key(primaryKey(key, name)).build();
      writes.add(WriteRequest.builder().deleteRequest(delete).build());
    }
    for (int from = 0; from < writes.size(); from += BATCH) {
      write(writes.subList(from, Math.min(from + BATCH, writes.size())));
    }
    recordedLabels.addAll(unrecorded);
  }

  private static WriteRequest put(Map<String, AttributeValue> item) {
    return WriteRequest.builder().putRequest(PutRequest.builder().item(item).build()).build();
  }

  /** The attribute that keeps {@code labels} on the summary row. */
  public static AttributeValue brief(Collection<Label> labels) {
    return AttributeValue.fromL(labels.stream().map(LabelItems::writeBrief).toList());
  }

  static Map<String, AttributeValue> primaryKey(String imageName, String label) {
    return Map.of(
        Attributes.IMAGE_NAME, AttributeValue.fromS(imageName),
        Attributes.LABEL, AttributeValue.fromS(label));
  }

  private static String sortKey(Map<String, AttributeValue> item) {
    return new Item(item).text(Attributes.LABEL);
  }

  private List<Map<String, AttributeValue>> rows(String key, List<String> attributes) {
    QueryRequest.Builder request =
        QueryRequest.builder()
            .tableName(table)
            .consistentRead(true)
            .keyConditionExpression("#image = :key")
            .expressionAttributeValues(Map.of(":key", AttributeValue.fromS(key)));
    Map<String, String> names = new HashMap<>(Map.of("#image", Attributes.IMAGE_NAME));
    if (!attributes.isEmpty()) {
      attributes.forEach(attribute -> names.put("#" + attribute, attribute));
      request.projectionExpression(
          attributes.stream().map(attribute -> "#" + attribute).collect(Collectors.joining(", ")));
    }
    return dynamoDb.queryPaginator(request.expressionAttributeNames(names).build()).items().stream()
        .toList();
  }

  private void write(List<WriteRequest> batch) {
    retries.untilDone(
        Map.of(table, batch),
        left ->
            dynamoDb
                .batchWriteItem(BatchWriteItemRequest.builder().requestItems(left).build())
                .unprocessedItems());
  }
}
