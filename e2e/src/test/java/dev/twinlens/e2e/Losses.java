package dev.twinlens.e2e;

import dev.twinlens.local.testing.Photos;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** What is lost behind the product's back, and what the audit queues again. */
final class Losses {
  private final Stack stack;

  Losses(Stack stack) {
    this.stack = stack;
  }

  /** A copy, the rows of an image, and a thumbnail's record. */
  BooleanSupplier loseOneOfEach(Predicate<String> done) {
    String copy = key();
    String rows = key();
    String thumbnail = key();
    List<String> keys = List.of(copy, rows, thumbnail);
    keys.forEach(key -> stack.putObject(key, Photos.read("chelsea.png")));
    AtomicBoolean lost = new AtomicBoolean();
    return () -> {
      if (!keys.stream().allMatch(done)) {
        return false;
      }
      if (!lost.getAndSet(true)) {
        stack.copyOf(copy).delete();
        deleteRow(rows);
        removeFromRow(thumbnail, "Thumbnail");
        stack.fireSchedules();
        stack.audit();
        return false;
      }
      return stack.hasCopy(copy);
    };
  }

  private static String key() {
    return "lost/" + UUID.randomUUID() + ".png";
  }

  private void deleteRow(String key) {
    try (Clients clients = stack.asAdministrator()) {
      clients
          .dynamoDb()
          .deleteItem(delete -> delete.tableName(clients.output("imagesTable")).key(summary(key)));
    }
  }

  private void removeFromRow(String key, String attribute) {
    try (Clients clients = stack.asAdministrator()) {
      clients
          .dynamoDb()
          .updateItem(
              update ->
                  update
                      .tableName(clients.output("imagesTable"))
                      .key(summary(key))
                      .updateExpression("REMOVE " + attribute));
    }
  }

  private static Map<String, AttributeValue> summary(String key) {
    return Map.of("ImageName", AttributeValue.fromS(key), "Label", AttributeValue.fromS("*"));
  }
}
