package dev.twinlens.testing;

import com.amazonaws.services.lambda.runtime.events.SQSEvent;
import dev.twinlens.domain.events.ObjectCreated;
import dev.twinlens.domain.events.Sequencer;
import dev.twinlens.domain.json.Json;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;

/** S3's event notifications as they arrive in a queue. */
public final class S3Events {
  /** A sequencer as S3 writes them. */
  public static final String SEQUENCER = "0055AED6DCD90281E5";

  private S3Events() {}

  /** One created object. */
  public static ObjectCreated created(
      String bucket, String key, String versionId, String sequencer, long size) {
    return new ObjectCreated(
        bucket,
        key,
        versionId,
        new Sequencer(sequencer),
        size,
        Instant.parse("2026-11-21T08:00:00.123Z"));
  }

  /** One message that carries these records. */
  public static String message(ObjectCreated... records) {
    return Json.write(Map.of("Records", Arrays.stream(records).map(S3Events::record).toList()));
  }

  /** A batch of messages with ids {@code m0}, {@code m1} and so on. */
  public static SQSEvent batch(String... bodies) {
    SQSEvent event = new SQSEvent();
    event.setRecords(
        IntStream.range(0, bodies.length)
            .mapToObj(index -> sqsMessage("m" + index, bodies[index]))
            .toList());
    return event;
  }

  /** The decoded key of the first record; empty when the message has none. */
  static String firstKey(Map<String, Object> message) {
    if (message.get("Records") instanceof List<?> records
        && records.get(0) instanceof Map<?, ?> first
        && first.get("s3") instanceof Map<?, ?> s3
        && s3.get("object") instanceof Map<?, ?> object) {
      return URLDecoder.decode((String) object.get("key"), StandardCharsets.UTF_8);
    }
    return "";
  }

  private static SQSEvent.SQSMessage sqsMessage(String id, String body) {
    SQSEvent.SQSMessage message = new SQSEvent.SQSMessage();
    message.setMessageId(id);
    message.setReceiptHandle(UUID.randomUUID().toString());
    message.setBody(body);
    return message;
  }

  private static Map<String, Object> record(ObjectCreated created) {
    String key = URLEncoder.encode(created.key(), StandardCharsets.UTF_8).replace("%2F", "/");
    return Map.of(
        "eventVersion", "2.1",
        "eventSource", "aws:s3",
        "awsRegion", "eu-central-1",
        "eventTime", created.time().toString(),
        "eventName", "ObjectCreated:Put",
        "s3",
            Map.of(
                "s3SchemaVersion",
                "1.0",
                "bucket",
                Map.of("name", created.bucket(), "arn", "arn:aws:s3:::" + created.bucket()),
                "object",
                Map.of(
                    "key", key,
                    "size", created.size(),
                    "eTag", "d41d8cd98f00b204e9800998ecf8427e",
                    "versionId", created.versionId(),
                    "sequencer", created.sequencer().value())));
  }
}
