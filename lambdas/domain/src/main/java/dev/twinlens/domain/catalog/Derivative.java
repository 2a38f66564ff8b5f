package dev.twinlens.domain.catalog;

import dev.twinlens.domain.events.ObjectCreated;
import dev.twinlens.domain.events.Sequencer;
import java.util.Map;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** What was made of one object version, as the summary row records it: a map of texts. */
sealed interface Derivative permits BackupCopy, Thumbnail {
  /** The sequencer of the version that it was made of. */
  Sequencer sequencer();

  /** Whether it was made of this version or of a newer one. */
  default boolean covers(ObjectCreated version) {
    return !version.sequencer().isNewerThan(sequencer());
  }

  static AttributeValue attribute(Map<String, String> texts) {
    return AttributeValue.fromM(
        texts.entrySet().stream()
            .collect(
                Collectors.toMap(
                    Map.Entry::getKey, entry -> AttributeValue.fromS(entry.getValue()))));
  }
}
