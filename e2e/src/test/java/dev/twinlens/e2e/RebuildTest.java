package dev.twinlens.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.twinlens.local.testing.Photos;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** A table that has lost everything is written again from S3, the results and the copies. */
@Tag("own-deployment")
class RebuildTest {
  private static final String REPLACED = "replaced.png";
  private static final List<String> LABELLED =
      List.of("cat.png", REPLACED, "a//b & ü.jpg", "2026/11/rocket.jpg");
  private static final String REJECTED = "text.jpg";

  @TempDir private Path data;

  @Test
  void showsTheSamePhotosAsBefore() {
    try (Stack stack = Stack.start(data, "dev")) {
      stack.putObject("cat.png", Photos.read("chelsea.png"));
      stack.putObject(REPLACED, Photos.read("camera.png"));
      stack.awaitDone(REPLACED);
      stack.putObject(REPLACED, Photos.read("coffee.png"));
      stack.putObject("a//b & ü.jpg", Photos.read("cat-and-cup.jpg"));
      stack.putObject("2026/11/rocket.jpg", Photos.read("rocket.jpg"));
      stack.putObject(REJECTED, Photos.text("no photo"));
      Map<String, JsonNode> before = new HashMap<>();
      LABELLED.forEach(key -> before.put(key, comparable(awaitWhole(stack, key))));
      before.put(REJECTED, comparable(stack.awaitDone(REJECTED)));
      List<String> list = keys(stack);
      List<String> cups = keys(stack, "&label=Cup");
      long calls = stack.detectLabelsCalls();
      loseTheTable(stack);
      assertThat(keys(stack)).isEmpty();

      assertThat(stack.operate("rebuild"))
          .contains("5 images", "4 results", "4 thumbnails", "6 copies")
          .contains("1 to be labelled", "0 versions to be copied");

      stack.awaitDone(REJECTED);
      before.forEach(
          (key, image) -> assertThat(comparable(stack.image(key).json())).as(key).isEqualTo(image));
      assertThat(keys(stack)).isEqualTo(list);
      assertThat(keys(stack, "&label=Cup")).isEqualTo(cups);
      assertThat(stack.detectLabelsCalls()).isEqualTo(calls);
      assertThat(stack.operate("verify", "--read")).contains("Every copy is there and identical");
      assertThat(stack.operate("rebuild")).contains("0 images", "0 results", "0 copies");
    }
  }

  private static JsonNode awaitWhole(Stack stack, String key) {
    boolean replaced = key.equals(REPLACED);
    return stack.awaitImage(
        key,
        image ->
            image.path("status").asText().equals("labelled")
                && image.has("backup")
                && image.has("thumbnailUrl")
                && (!replaced || Labels.withBoxes(image).containsKey("Cup")));
  }

  /** Without what differs each time: presigned URLs, and when the copy was recorded. */
  private static JsonNode comparable(JsonNode image) {
    ObjectNode rest = image.deepCopy();
    rest.remove(List.of("url", "thumbnailUrl", "resultUrl"));
    if (rest.path("backup") instanceof ObjectNode backup) {
      backup.remove("at");
    }
    return rest;
  }

  private static List<String> keys(Stack stack, String... parameters) {
    return Awaitility.await()
        .until(
            () -> stack.send(stack.api("/images?limit=100" + String.join("", parameters))),
            response -> response.status() == 200)
        .json()
        .path("items")
        .findValuesAsText("key");
  }

  private static void loseTheTable(Stack stack) {
    String table = stack.output("imagesTable");
    try (Clients clients = stack.asAdministrator()) {
      DynamoDbClient dynamoDb = clients.dynamoDb();
      dynamoDb
          .scanPaginator(scan -> scan.tableName(table))
          .items()
          .forEach(
              item ->
                  dynamoDb.deleteItem(
                      delete ->
                          delete
                              .tableName(table)
                              .key(
                                  Map.of(
                                      "ImageName", item.get("ImageName"),
                                      "Label", item.get("Label")))));
    }
  }
}
