package dev.twinlens.domain.catalog;

import dev.twinlens.domain.events.Sequencer;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * A version that will never have a thumbnail.
 *
 * @param reason a sentence for a person
 */
public record ThumbnailRefusal(String versionId, Sequencer sequencer, String reason)
    implements Thumbnail {

  @Override
  public AttributeValue attribute() {
    return AttributeValue.fromM(
        Map.of(
            Attributes.VERSION_ID, AttributeValue.fromS(versionId),
            Attributes.SEQUENCER, AttributeValue.fromS(sequencer.value()),
            Attributes.ERROR, AttributeValue.fromS(reason)));
  }

  static ThumbnailRefusal read(Map<String, AttributeValue> attributes) {
    Item refusal = new Item(attributes);
    return new ThumbnailRefusal(
        refusal.text(Attributes.VERSION_ID),
        new Sequencer(refusal.text(Attributes.SEQUENCER)),
        refusal.text(Attributes.ERROR));
  }
}
