package dev.twinlens.domain.catalog;

import dev.twinlens.domain.events.Sequencer;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** How the backup of one object version ended. */
public sealed interface Backup permits BackupCopy, BackupRefusal {
  /** The names of all attributes. */
  List<String> ATTRIBUTES =
      List.of(
          Attributes.VERSION_ID,
          Attributes.SEQUENCER,
          Attributes.URL,
          Attributes.MD5,
          Attributes.SHA256,
          Attributes.AT,
          Attributes.VERIFIED_AT,
          Attributes.ERROR);

  String versionId();

  /** Of the last event that made the version the current one. */
  Sequencer sequencer();

  /** The same in the order of another event. */
  Backup in(Sequencer event);

  /**
   * The same without when it was last verified, which the rows of a copy learn one after the other.
   */
  Backup unverified();

  /** As attributes of the version's row. */
  Map<String, AttributeValue> attributes();

  /** As one attribute of the summary row. */
  default AttributeValue attribute() {
    return AttributeValue.fromM(attributes());
  }

  static Backup read(Map<String, AttributeValue> attributes) {
    return attributes.containsKey(Attributes.ERROR)
        ? BackupRefusal.read(attributes)
        : BackupCopy.read(attributes);
  }
}
