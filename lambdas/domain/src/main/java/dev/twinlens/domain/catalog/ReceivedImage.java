package dev.twinlens.domain.catalog;

import dev.twinlens.domain.storage.StoredImage;
import java.util.LinkedHashMap;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** What the summary row says of an image from the moment it is stored. */
public final class ReceivedImage {
  private ReceivedImage() {}

  /** Makes the row that of this image, whatever it said before. */
  public static void write(RowUpdate update, StoredImage image) {
    attributes(image).forEach(update::set);
    update.setOrRemove(Attributes.SHA256, image.sha256().orElse(""));
  }

  /** Adds what the row does not say yet, and leaves alone what it says. */
  public static void complete(RowUpdate update, StoredImage image) {
    attributes(image).forEach(update::setIfAbsent);
  }

  private static Map<String, AttributeValue> attributes(StoredImage image) {
    Map<String, AttributeValue> attributes = new LinkedHashMap<>();
    attributes.put(Attributes.STATUS, AttributeValue.fromS(Status.RECEIVED.text()));
    attributes.put(Attributes.VERSION_ID, AttributeValue.fromS(image.versionId()));
    attributes.put(Attributes.CONTENT_TYPE, AttributeValue.fromS(image.contentType()));
    attributes.put(Attributes.SIZE, AttributeValue.fromN(Long.toString(image.size())));
    attributes.put(
        Attributes.UPLOADED_AT, AttributeValue.fromS(Timestamps.time(image.uploadedAt())));
    attributes.put(Attributes.DAY, AttributeValue.fromS(Timestamps.day(image.uploadedAt())));
    return attributes;
  }
}
