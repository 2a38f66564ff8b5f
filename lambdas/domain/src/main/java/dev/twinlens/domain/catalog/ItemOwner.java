package dev.twinlens.domain.catalog;

import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * The object key that an item of the table is about.
 *
 * @param sha256 base64, when the item names the bytes of the object or of its copy
 */
public record ItemOwner(String key, Optional<String> sha256) {
  /** Empty for what is about no single image: days, labels, checkpoints. */
  public static Optional<ItemOwner> of(Map<String, AttributeValue> attributes) {
    Item item = new Item(attributes);
    String partition = item.text(Attributes.IMAGE_NAME);
    String sortKey = item.text(Attributes.LABEL);
    Optional<String> sha256 =
        Optional.ofNullable(attributes.get(Attributes.SHA256)).map(AttributeValue::s);
    if (sortKey.equals(Attributes.SUMMARY) || !sortKey.startsWith(Attributes.SUMMARY)) {
      return Optional.of(new ItemOwner(partition, sha256));
    }
    if (sortKey.startsWith(Attributes.COPY_PREFIX)
        && partition.startsWith(Attributes.COPIES_PARTITION)) {
      return Optional.of(
          new ItemOwner(partition.substring(Attributes.COPIES_PARTITION.length()), sha256));
    }
    if (sortKey.equals(Attributes.ANSWER_SORT_KEY)
        && partition.startsWith(Attributes.ANSWERS_PARTITION)) {
      return Optional.of(
          new ItemOwner(
              item.text(Attributes.KEY),
              Optional.of(partition.substring(Attributes.ANSWERS_PARTITION.length()))));
    }
    return Optional.empty();
  }
}
