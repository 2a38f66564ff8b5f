package dev.twinlens.domain.catalog;

import dev.twinlens.domain.copies.CopyName;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * What the table says of the backup of one object version. Each version has a row of its own; the
 * summary row of the key has that of the newest version only.
 */
public final class CopyRow {
  private final Map<String, AttributeValue> attributes;

  CopyRow(Map<String, AttributeValue> attributes) {
    this.attributes = Map.copyOf(attributes);
  }

  /** The partition of the rows of an object key's copies. */
  public static String partition(String key) {
    return Attributes.COPIES_PARTITION + key;
  }

  /** Whether the table has no such row. */
  public boolean isAbsent() {
    return attributes.isEmpty();
  }

  /**
   * How the backup ended; empty while it has not, or the copy has been found missing or damaged.
   */
  public Optional<Backup> backup() {
    return attributes.containsKey(Attributes.VERSION_ID)
        ? Optional.of(Backup.read(attributes))
        : Optional.empty();
  }

  /** The number of the copy to make, see {@link CopyName#of}. */
  public int attempt() {
    return Optional.ofNullable(attributes.get(Attributes.ATTEMPT))
        .map(value -> Integer.valueOf(value.n()))
        .orElse(CopyName.FIRST);
  }
}
