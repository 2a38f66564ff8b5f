package dev.twinlens.domain.events;

import dev.twinlens.domain.json.Json;
import dev.twinlens.domain.keys.Urls;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes the message that S3 sends of an upload, so that a function does for a version what it has
 * not done when the version was uploaded. {@link S3Notifications} reads it.
 */
public final class UploadMessage {
  private UploadMessage() {}

  /** The body of a message with this one event. */
  public static String of(ObjectCreated version) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("key", Urls.encodePath(version.key()));
    object.put("size", version.size());
    if (!version.versionId().equals(ObjectCreated.NO_VERSION)) {
      object.put("versionId", version.versionId());
    }
    object.put("sequencer", version.sequencer().value());
    return Json.write(
        Map.of(
            "Records",
            List.of(
                Map.of(
                    "eventVersion", "2.1",
                    "eventSource", "aws:s3",
                    "eventTime", version.time().toString(),
                    "eventName", "ObjectCreated:Put",
                    "s3",
                        Map.of(
                            "s3SchemaVersion",
                            "1.0",
                            "bucket",
                            Map.of("name", version.bucket()),
                            "object",
                            object)))));
  }
}
