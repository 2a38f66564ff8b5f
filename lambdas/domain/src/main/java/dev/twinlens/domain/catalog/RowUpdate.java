package dev.twinlens.domain.catalog;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ReturnValue;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;

/**
 * A change of single attributes of one row, and the conditions for it. It leaves every other
 * attribute alone, so that several workers can change the same row at the same time.
 */
public final class RowUpdate {
  private final String imageName;
  private final String label;
  private final List<String> sets = new ArrayList<>();
  private final List<String> removes = new ArrayList<>();
  private final List<String> conditions = new ArrayList<>();
  private final Map<String, String> names = new HashMap<>();
  private final Map<String, AttributeValue> values = new HashMap<>();

  private RowUpdate(String imageName, String label) {
    this.imageName = imageName;
    this.label = label;
  }

  /** A change of an object key's summary row. */
  public static RowUpdate ofSummary(String key) {
    return new RowUpdate(key, Attributes.SUMMARY);
  }

  static RowUpdate of(String imageName, String label) {
    return new RowUpdate(imageName, label);
  }

  public RowUpdate set(String attribute, AttributeValue value) {
    sets.add(name(attribute) + " = " + value(value));
    return this;
  }

  public RowUpdate set(String attribute, String text) {
    return set(attribute, AttributeValue.fromS(text));
  }

  /** Sets the attribute if the row does not have it. */
  public RowUpdate setIfAbsent(String attribute, AttributeValue value) {
    String name = name(attribute);
    sets.add(name + " = if_not_exists(" + name + ", " + value(value) + ")");
    return this;
  }

  /** Sets the attribute, or removes it when the text is empty. */
  public RowUpdate setOrRemove(String attribute, String text) {
    return text.isEmpty() ? remove(attribute) : set(attribute, text);
  }

  public RowUpdate remove(String attribute) {
    removes.add(name(attribute));
    return this;
  }

  public RowUpdate whenEquals(String attribute, AttributeValue value) {
    conditions.add(name(attribute) + " = " + value(value));
    return this;
  }

  public RowUpdate whenAbsent(String attribute) {
    conditions.add("attribute_not_exists(" + name(attribute) + ")");
    return this;
  }

  /** Only when the row is that of a deleted image. */
  public RowUpdate whenDeleted() {
    conditions.add("attribute_exists(" + name(Attributes.DELETED_AT) + ")");
    return this;
  }

  /** Only when the image has not been deleted. */
  public RowUpdate whenNotDeleted() {
    return whenAbsent(Attributes.DELETED_AT);
  }

  /**
   * Only when the image has not been deleted since the row was read. The row can have been the
   * tombstone of a former image then, and can have become a new image's row since.
   */
  public RowUpdate whenNotDeletedSince(SummaryRow row) {
    AttributeValue deletedAt = row.attributes().get(Attributes.DELETED_AT);
    if (deletedAt == null) {
      return whenNotDeleted();
    }
    String name = name(Attributes.DELETED_AT);
    conditions.add(
        "(attribute_not_exists(" + name + ") OR " + name + " = " + value(deletedAt) + ")");
    return this;
  }

  /** Lets DynamoDB remove the row after that time. */
  public RowUpdate expires(Instant time) {
    return set(Attributes.EXPIRES_AT, AttributeValue.fromN(Long.toString(time.getEpochSecond())));
  }

  /** Only when these attributes are as they were when the row was read. */
  public RowUpdate whenUnchanged(SummaryRow row, List<String> attributes) {
    for (String attribute : attributes) {
      AttributeValue value = row.attributes().get(attribute);
      if (value == null) {
        whenAbsent(attribute);
      } else {
        whenEquals(attribute, value);
      }
    }
    return this;
  }

  String imageName() {
    return imageName;
  }

  UpdateItemRequest request(String table) {
    List<String> clauses = new ArrayList<>();
    if (!sets.isEmpty()) {
      clauses.add("SET " + String.join(", ", sets));
    }
    if (!removes.isEmpty()) {
      clauses.add("REMOVE " + String.join(", ", removes));
    }
    UpdateItemRequest.Builder request =
        UpdateItemRequest.builder()
            .tableName(table)
            .key(ImageTable.primaryKey(imageName, label))
            // The row after the change, or the one that prevented it, without a second request.
            .returnValues(ReturnValue.ALL_NEW)
            .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD);
    if (!clauses.isEmpty()) {
      request.updateExpression(String.join(" ", clauses));
    }
    if (!conditions.isEmpty()) {
      request.conditionExpression(String.join(" AND ", conditions));
    }
    if (!names.isEmpty()) {
      request.expressionAttributeNames(names);
    }
    if (!values.isEmpty()) {
      request.expressionAttributeValues(values);
    }
    return request.build();
  }

  private String name(String attribute) {
    String placeholder = "#" + attribute;
    names.put(placeholder, attribute);
    return placeholder;
  }

  private String value(AttributeValue value) {
    String placeholder = ":v" + values.size();
    values.put(placeholder, value);
    return placeholder;
  }
}
