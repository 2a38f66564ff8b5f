package dev.twinlens.e2e;

import dev.twinlens.local.testing.Photos;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** What is lost behind the product's back, and what the audit queues again. */
final class Losses {
  /** The audit leaves an hour to the functions that work on an image. */
  private static final Duration OLD = Duration.ofHours(2);

  private final Stack stack;

  Losses(Stack stack) {
    this.stack = stack;
  }

  /** A copy, the object of a row, and a thumbnail's record. */
  BooleanSupplier loseOneOfEach(Predicate<String> done) {
    String copy = key();
    String object = key();
    String thumbnail = key();
    stack.putObject(copy, Photos.read("chelsea.png"));
    stack.putOldObject(OLD, thumbnail, Photos.read("chelsea.png"));
    AtomicBoolean lost = new AtomicBoolean();
    return () -> {
      if (!lost.get()) {
        if (!done.test(copy) || !done.test(thumbnail)) {
          return false;
        }
        lost.set(true);
        stack.copyOf(copy).delete();
        putRowWithoutObject(object);
        removeThumbnailFromRow(thumbnail);
        stack.fireSchedules();
      }
      if (stack.hasCopy(copy) && stack.summaryRow(object).containsKey("DeletedAt")) {
        return true;
      }
      // Again, if the scheduled invocation kept this one from its work.
      stack.audit();
      return false;
    };
  }

  private static String key() {
    return "lost/" + UUID.randomUUID() + ".png";
  }

  private void putRowWithoutObject(String key) {
    Instant uploadedAt = Instant.now().minus(OLD).truncatedTo(ChronoUnit.MILLIS);
    try (Clients clients = stack.asAdministrator()) {
      clients
          .dynamoDb()
          .putItem(
              put ->
                  put.tableName(clients.output("imagesTable"))
                      .item(
                          Map.of(
                              "ImageName", AttributeValue.fromS(key),
                              "Label", AttributeValue.fromS("*"),
                              "Status", AttributeValue.fromS("labelled"),
                              "VersionId", AttributeValue.fromS("gone"),
                              "Sequencer", AttributeValue.fromS("0000000000000001"),
                              "UploadedAt", AttributeValue.fromS(uploadedAt.toString()),
                              "Day",
                                  AttributeValue.fromS(LocalDate.now(ZoneOffset.UTC).toString()))));
    }
  }

  private void removeThumbnailFromRow(String key) {
    try (Clients clients = stack.asAdministrator()) {
      clients
          .dynamoDb()
          .updateItem(
              update ->
                  update
                      .tableName(clients.output("imagesTable"))
                      .key(
                          Map.of(
                              "ImageName", AttributeValue.fromS(key),
                              "Label", AttributeValue.fromS("*")))
                      .updateExpression("REMOVE Thumbnail"));
    }
  }
}
