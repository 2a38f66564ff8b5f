package dev.twinlens.domain.catalog;

import dev.twinlens.domain.events.Sequencer;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * The thumbnail of one object version.
 *
 * @param key where it is in the results bucket
 * @param at when it was made, see {@link Timestamps}
 */
public record ThumbnailImage(String key, String versionId, String at, Sequencer sequencer)
    implements Thumbnail {

  @Override
  public AttributeValue attribute() {
    return AttributeValue.fromM(
        Map.of(
            Attributes.KEY, AttributeValue.fromS(key),
            Attributes.VERSION_ID, AttributeValue.fromS(versionId),
            Attributes.AT, AttributeValue.fromS(at),
            Attributes.SEQUENCER, AttributeValue.fromS(sequencer.value())));
  }

  static ThumbnailImage read(Map<String, AttributeValue> attributes) {
    Item thumbnail = new Item(attributes);
    return new ThumbnailImage(
        thumbnail.text(Attributes.KEY),
        thumbnail.text(Attributes.VERSION_ID),
        thumbnail.text(Attributes.AT),
        new Sequencer(thumbnail.text(Attributes.SEQUENCER)));
  }
}
