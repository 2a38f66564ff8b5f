package dev.twinlens.domain.catalog;

import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * An item of the table, or a map in one, whose attributes are required: to read one that is missing
 * fails with its name.
 */
public record Item(Map<String, AttributeValue> attributes) {
  public String text(String attribute) {
    return value(attribute).s();
  }

  /** A number's digits. */
  public String number(String attribute) {
    return value(attribute).n();
  }

  List<AttributeValue> list(String attribute) {
    return value(attribute).l();
  }

  Item map(String attribute) {
    return new Item(value(attribute).m());
  }

  private AttributeValue value(String attribute) {
    AttributeValue value = attributes.get(attribute);
    if (value == null) {
      throw new IllegalStateException(
          "The item has no attribute %s, only %s"
              .formatted(attribute, new TreeSet<>(attributes.keySet())));
    }
    return value;
  }
}
