package dev.twinlens.domain.catalog;

import dev.twinlens.domain.events.Sequencer;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * A version that will never have a copy.
 *
 * @param reason a sentence for a person
 */
public record BackupRefusal(String versionId, Sequencer sequencer, String reason)
    implements Backup {

  @Override
  public BackupRefusal unverified() {
    return this;
  }

  @Override
  public BackupRefusal in(Sequencer event) {
    return new BackupRefusal(versionId, event, reason);
  }

  @Override
  public Map<String, AttributeValue> attributes() {
    return Map.of(
        Attributes.VERSION_ID, AttributeValue.fromS(versionId),
        Attributes.SEQUENCER, AttributeValue.fromS(sequencer.value()),
        Attributes.ERROR, AttributeValue.fromS(reason));
  }

  static BackupRefusal read(Map<String, AttributeValue> attributes) {
    Item refusal = new Item(attributes);
    return new BackupRefusal(
        refusal.text(Attributes.VERSION_ID),
        new Sequencer(refusal.text(Attributes.SEQUENCER)),
        refusal.text(Attributes.ERROR));
  }
}
