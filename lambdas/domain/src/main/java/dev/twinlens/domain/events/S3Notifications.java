package dev.twinlens.domain.events;

import dev.twinlens.domain.json.Json;
import dev.twinlens.domain.json.MalformedJsonException;
import dev.twinlens.domain.keys.Urls;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.eventnotifications.s3.model.S3EventNotification;
import software.amazon.awssdk.eventnotifications.s3.model.S3EventNotificationRecord;

/**
 * Reads and writes S3 event notifications as they arrive in a queue behind a topic with raw
 * delivery.
 */
public final class S3Notifications {
  private S3Notifications() {}

  /**
   * What the message reports of objects; nothing for S3's test message and for events of other
   * kinds.
   *
   * @throws MalformedMessageException when the body is not an S3 event notification
   */
  public static List<ObjectEvent> parse(String body) throws MalformedMessageException {
    Map<String, Object> message;
    try {
      message = Json.object(body);
    } catch (MalformedJsonException e) {
      throw new MalformedMessageException(
          "The message is not an S3 event notification: it is " + e.getMessage() + ".", e);
    }
    if ("s3:TestEvent".equals(message.get("Event"))) {
      return List.of();
    }
    if (!(message.get("Records") instanceof List<?> records) || records.isEmpty()) {
      throw new MalformedMessageException(
          "The message is not an S3 event notification: it has no Records. Does the subscription deliver raw messages?");
    }
    List<ObjectEvent> events = new ArrayList<>();
    try {
      for (S3EventNotificationRecord notification :
          S3EventNotification.fromJson(body).getRecords()) {
        String name = notification.getEventName();
        if (name == null) {
          throw new MalformedMessageException(
              "A record of the S3 event notification has no eventName.");
        }
        // S3 writes "ObjectCreated:Put"; the filter names of its configuration begin with "s3:".
        String event = name.startsWith("s3:") ? name.substring("s3:".length()) : name;
        if (event.startsWith("ObjectCreated:")) {
          events.add(created(notification, event));
        } else if (event.startsWith("ObjectRemoved:") || event.startsWith("LifecycleExpiration:")) {
          events.add(removed(notification, event));
        }
      }
    } catch (RuntimeException e) {
      throw new MalformedMessageException("The S3 event notification cannot be read.", e);
    }
    return events;
  }

  /** The body of a message that reports this one event. */
  public static String message(ObjectEvent event) {
    return switch (event) {
      case ObjectCreated created ->
          message(created, "ObjectCreated:Put", Map.of("size", created.size()));
      case ObjectRemoved removed -> message(removed, eventName(removed.kind()), Map.of());
    };
  }

  private static String eventName(ObjectRemoved.Kind kind) {
    return switch (kind) {
      case HIDDEN -> "ObjectRemoved:DeleteMarkerCreated";
      case DESTROYED -> "ObjectRemoved:Delete";
    };
  }

  private static String message(ObjectEvent event, String name, Map<String, Object> more) {
    Map<String, Object> object = new LinkedHashMap<>(more);
    object.put("key", Urls.encodePath(event.key()));
    if (!event.versionId().equals(ObjectCreated.NO_VERSION)) {
      object.put("versionId", event.versionId());
    }
    object.put("sequencer", event.sequencer().value());
    Map<String, Object> notification = new LinkedHashMap<>();
    notification.put("eventVersion", "2.1");
    notification.put("eventSource", "aws:s3");
    notification.put("eventTime", event.time().toString());
    notification.put("eventName", name);
    notification.put(
        "s3",
        Map.of(
            "s3SchemaVersion", "1.0", "bucket", Map.of("name", event.bucket()), "object", object));
    return Json.write(Map.of("Records", List.of(notification)));
  }

  private static ObjectCreated created(S3EventNotificationRecord notification, String event)
      throws MalformedMessageException {
    ObjectRemoved named = removed(notification, event);
    Long size = notification.getS3().getObject().getSizeAsLong();
    return new ObjectCreated(
        named.bucket(),
        named.key(),
        named.versionId(),
        named.sequencer(),
        size == null ? 0 : size,
        named.time());
  }

  /** A record of a removal has no more than every record has. */
  private static ObjectRemoved removed(S3EventNotificationRecord notification, String event)
      throws MalformedMessageException {
    var s3 = notification.getS3();
    if (s3 == null || s3.getBucket() == null || s3.getObject() == null) {
      throw new MalformedMessageException("A record of the S3 event notification names no object.");
    }
    var object = s3.getObject();
    String version = object.getVersionId();
    return new ObjectRemoved(
        required(s3.getBucket().getName(), "bucket.name"),
        required(object.getUrlDecodedKey(), "object.key"),
        version == null || version.isEmpty() ? ObjectCreated.NO_VERSION : version,
        new Sequencer(required(object.getSequencer(), "object.sequencer")),
        required(notification.getEventTime(), "eventTime"),
        event.endsWith(":DeleteMarkerCreated")
            ? ObjectRemoved.Kind.HIDDEN
            : ObjectRemoved.Kind.DESTROYED);
  }

  private static <T> T required(T value, String field) throws MalformedMessageException {
    if (value == null || value.toString().isEmpty()) {
      throw new MalformedMessageException(
          "A record of the S3 event notification has no " + field + ".");
    }
    return value;
  }
}
