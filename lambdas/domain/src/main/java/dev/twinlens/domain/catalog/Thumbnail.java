package dev.twinlens.domain.catalog;

import dev.twinlens.domain.events.ObjectCreated;
import dev.twinlens.domain.events.Sequencer;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** How the making of one object version's thumbnail ended. */
public sealed interface Thumbnail permits ThumbnailImage, ThumbnailRefusal {
  String versionId();

  /** Of the event that made the version the current one. */
  Sequencer sequencer();

  /** As an attribute of the summary row. */
  AttributeValue attribute();

  /** Whether it is that of this version or of a newer one. */
  default boolean covers(ObjectCreated version) {
    boolean same =
        versionId().equals(version.versionId()) && !versionId().equals(ObjectCreated.NO_VERSION);
    return same || !version.sequencer().isNewerThan(sequencer());
  }

  static Thumbnail read(AttributeValue attribute) {
    Map<String, AttributeValue> attributes = attribute.m();
    return attributes.containsKey(Attributes.ERROR)
        ? ThumbnailRefusal.read(attributes)
        : ThumbnailImage.read(attributes);
  }
}
