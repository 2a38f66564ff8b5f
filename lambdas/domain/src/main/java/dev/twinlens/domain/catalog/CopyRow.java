package dev.twinlens.domain.catalog;

import dev.twinlens.domain.copies.CopyName;
import java.time.Instant;
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

  /**
   * Whether a backup of the version ended once; a copy that was made by an early release is not
   * recorded here.
   */
  public boolean isRecorded() {
    return attributes.containsKey(Attributes.VERSION_ID)
        || attributes.containsKey(Attributes.ATTEMPT);
  }

  /**
   * How the backup ended; empty while it has not, or the copy has been found missing or damaged.
   */
  public Optional<Backup> backup() {
    return attributes.containsKey(Attributes.VERSION_ID)
        ? Optional.of(Backup.read(attributes))
        : Optional.empty();
  }

  /** Bytes; empty while there is no backup. */
  public Optional<Long> size() {
    return Optional.ofNullable(attributes.get(Attributes.SIZE))
        .map(value -> Long.valueOf(value.n()));
  }

  /** When the copy was found damaged, if nothing can repair it because the original is gone. */
  public Optional<Instant> damagedAt() {
    return Optional.ofNullable(attributes.get(Attributes.DAMAGED_AT))
        .map(value -> Instant.parse(value.s()));
  }

  /** The number of the copy to make, see {@link CopyName#of}. */
  public int attempt() {
    return Optional.ofNullable(attributes.get(Attributes.ATTEMPT))
        .map(value -> Integer.valueOf(value.n()))
        .orElse(CopyName.FIRST);
  }
}
