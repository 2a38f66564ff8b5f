package dev.twinlens.domain.catalog;

import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Which image was labelled last of those with the same bytes. */
public final class AnswerTable {
  private final ImageTable table;

  public AnswerTable(ImageTable table) {
    this.table = table;
  }

  /**
   * The key of the image that was labelled last of those with these bytes. When a person has
   * deleted or overwritten it since, an image may still have a result of its own.
   *
   * @param sha256 base64
   * @param own the key of an image that has these bytes, even if its row does not say so
   * @return empty when no image with these bytes was ever labelled
   */
  public Optional<String> keyOf(String sha256, String own) {
    return Optional.ofNullable(
            table.item(partition(sha256), Attributes.ANSWER_SORT_KEY).get(Attributes.KEY))
        .map(AttributeValue::s)
        .map(key -> key.equals(own) || hasBytes(table.summary(key), sha256) ? key : own);
  }

  private static boolean hasBytes(SummaryRow row, String sha256) {
    return (row.isDeleted() ? row.isDestroyed() : row.isImage())
        && row.sha256().filter(sha256::equals).isPresent();
  }

  /** Records that an image with these bytes was labelled. */
  public void record(String sha256, String key) {
    table.update(
        RowUpdate.of(partition(sha256), Attributes.ANSWER_SORT_KEY).set(Attributes.KEY, key));
  }

  /** The partition of the item about these bytes. */
  public static String partition(String sha256) {
    return Attributes.ANSWERS_PARTITION + sha256;
  }
}
