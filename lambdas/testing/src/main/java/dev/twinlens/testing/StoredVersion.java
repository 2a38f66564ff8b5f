package dev.twinlens.testing;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;

/** One version of an object that is stored, and the event that S3 sends of it. */
public record StoredVersion(
    String bucket, String key, String versionId, String sequencer, long size) {
  /** A sequencer as S3 writes them. */
  public static final String SEQUENCER = "0055AED6DCD90281E5";

  /** When S3 received every such object. */
  public static final String TIME = "2026-11-21T08:00:00.123Z";

  /** The body of a message with one record for each version. */
  public static String message(StoredVersion... versions) {
    return TestJson.write(
        Map.of("Records", Arrays.stream(versions).map(StoredVersion::record).toList()));
  }

  /** The body of a message that a version was removed. */
  public static String removal(StoredVersion version, String sequencer) {
    return message(new StoredVersion(version.bucket, version.key, version.versionId, sequencer, 0))
        .replace("ObjectCreated:Put", "ObjectRemoved:Delete");
  }

  private Map<String, Object> record() {
    String encodedKey = URLEncoder.encode(key, StandardCharsets.UTF_8).replace("%2F", "/");
    return Map.of(
        "eventVersion", "2.1",
        "eventSource", "aws:s3",
        "awsRegion", "eu-central-1",
        "eventTime", TIME,
        "eventName", "ObjectCreated:Put",
        "s3",
            Map.of(
                "s3SchemaVersion",
                "1.0",
                "bucket",
                Map.of("name", bucket, "arn", "arn:aws:s3:::" + bucket),
                "object",
                Map.of(
                    "key", encodedKey,
                    "size", size,
                    "eTag", "d41d8cd98f00b204e9800998ecf8427e",
                    "versionId", versionId,
                    "sequencer", sequencer)));
  }
}
