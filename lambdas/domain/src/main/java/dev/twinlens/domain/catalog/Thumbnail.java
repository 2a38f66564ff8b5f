package dev.twinlens.domain.catalog;

import dev.twinlens.domain.events.ObjectCreated;
import dev.twinlens.domain.events.Sequencer;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * The thumbnail of one object version.
 *
 * @param key where it is in the results bucket
 * @param at when it was made, see {@link Timestamps}
 */
public record Thumbnail(String key, String versionId, String at, Sequencer sequencer) {

  /** Whether it was made of this version or of a newer one. */
  public boolean covers(ObjectCreated version) {
    boolean same =
        versionId.equals(version.versionId()) && !versionId.equals(ObjectCreated.NO_VERSION);
    return same || !version.sequencer().isNewerThan(sequencer);
  }

  public AttributeValue attribute() {
    return AttributeValue.fromM(
        Map.of(
            Attributes.KEY, AttributeValue.fromS(key),
            Attributes.VERSION_ID, AttributeValue.fromS(versionId),
            Attributes.AT, AttributeValue.fromS(at),
            Attributes.SEQUENCER, AttributeValue.fromS(sequencer.value())));
  }

  static Thumbnail read(AttributeValue attribute) {
    Item thumbnail = new Item(attribute.m());
    return new Thumbnail(
        thumbnail.text(Attributes.KEY),
        thumbnail.text(Attributes.VERSION_ID),
        thumbnail.text(Attributes.AT),
        new Sequencer(thumbnail.text(Attributes.SEQUENCER)));
  }
}
