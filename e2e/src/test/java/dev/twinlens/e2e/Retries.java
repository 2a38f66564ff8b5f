package dev.twinlens.e2e;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.twinlens.local.testing.Photos;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Messages on which the consumers fail, for a time or for ever. */
final class Retries {
  /** How long another worker seems to hold its claims: several attempts meet them. */
  private static final Duration CLAIM = Duration.ofSeconds(8);

  private static final String RETRIED = "Delivered again later";

  private final Stack stack;
  private final Set<String> consumers;

  Retries(Stack stack, Set<String> consumers) {
    this.stack = stack;
    this.consumers = consumers;
  }

  /** An image whose claims a worker holds that does not finish. */
  BooleanSupplier meetClaims(Predicate<String> done) {
    String key = "claimed/" + UUID.randomUUID() + ".png";
    AttributeValue owner = AttributeValue.fromS("a worker that ended");
    AttributeValue end = AttributeValue.fromS(Instant.now().plus(CLAIM).toString());
    putRow(
        Map.of(
            "ImageName", AttributeValue.fromS(key),
            "Label", AttributeValue.fromS("*"),
            "ClaimedBy", owner,
            "ClaimExpiresAt", end,
            "ThumbnailClaimedBy", owner,
            "ThumbnailClaimExpiresAt", end));
    stack.putObject(key, Photos.read("chelsea.png"));
    return () -> logged("classify", key) && logged("thumbnail", key) && done.test(key);
  }

  /** A copy whose row cannot be read until somebody removes it. */
  BooleanSupplier meetAnUnreadableRow(Predicate<String> done) {
    String key = "unreadable/" + UUID.randomUUID() + ".png";
    stack.putObject(key, Photos.read("chelsea.png"));
    AtomicReference<Map<String, AttributeValue>> row = new AtomicReference<>(Map.of());
    return () -> {
      if (row.get().isEmpty()) {
        if (done.test(key)) {
          row.set(breakCopyRow(key));
        }
        return false;
      }
      if (logged("backup", key)) {
        deleteRow(row.get());
        return done.test(key);
      }
      return false;
    };
  }

  private Map<String, AttributeValue> breakCopyRow(String key) {
    Map<String, AttributeValue> summary = stack.summaryRow(key);
    AttributeValue version = summary.get("VersionId");
    Map<String, AttributeValue> row =
        Map.of(
            "ImageName", AttributeValue.fromS("*copies#" + key),
            "Label", AttributeValue.fromS("*copy#" + version.s()));
    putRow(
        Map.of(
            "ImageName", row.get("ImageName"),
            "Label", row.get("Label"),
            "VersionId", version));
    stack.publishUploadEvent(
        event(stack.output("imagesBucket"), key, version.s(), summary.get("Sequencer").s()));
    return row;
  }

  /** Messages that can never succeed. */
  BooleanSupplier sendPoison() {
    Map<String, Long> before = rejections();
    stack.publishUploadEvent("hello, this is no event");
    stack.publishUploadEvent(event("another-bucket", "a", "v", "01"));
    return () ->
        rejections().entrySet().stream()
            .allMatch(count -> count.getValue() >= before.get(count.getKey()) + 2);
  }

  private Map<String, Long> rejections() {
    return consumers.stream()
        .collect(
            Collectors.toMap(
                consumer -> consumer,
                consumer ->
                    stack.log(consumer).stream()
                        .filter(line -> line.contains("Message rejected"))
                        .count()));
  }

  /** Whether the consumer has had a message come back after it had failed on this key. */
  private boolean logged(String consumer, String key) {
    var lines = stack.log(consumer);
    var messages =
        lines.stream()
            .filter(line -> line.contains(key))
            .map(Retries::messageId)
            .collect(Collectors.toSet());
    return lines.stream()
        .filter(line -> line.contains(RETRIED))
        .map(Retries::messageId)
        .anyMatch(messages::contains);
  }

  private static String messageId(String line) {
    int start = line.indexOf("\"messageId\":\"");
    return start < 0 ? line : line.substring(start, line.indexOf('"', start + 13));
  }

  static String event(String bucket, String key, String version, String sequencer) {
    ObjectNode event = JsonMapper.builder().build().createObjectNode();
    ObjectNode record = event.putArray("Records").addObject();
    record
        .put("eventVersion", "2.1")
        .put("eventSource", "aws:s3")
        .put("eventTime", "2026-01-01T00:00:00.000Z")
        .put("eventName", "ObjectCreated:Put");
    ObjectNode s3 = record.putObject("s3");
    s3.putObject("bucket").put("name", bucket);
    s3.putObject("object")
        .put("key", key)
        .put("size", 3)
        .put("eTag", "900150983cd24fb0d6963f7d28e17f72")
        .put("versionId", version)
        .put("sequencer", sequencer);
    return event.toString();
  }

  private void putRow(Map<String, AttributeValue> row) {
    try (Clients clients = stack.asAdministrator()) {
      clients.dynamoDb().putItem(put -> put.tableName(stack.output("imagesTable")).item(row));
    }
  }

  private void deleteRow(Map<String, AttributeValue> key) {
    try (Clients clients = stack.asAdministrator()) {
      clients.dynamoDb().deleteItem(d -> d.tableName(stack.output("imagesTable")).key(key));
    }
  }
}
