package dev.twinlens.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.twinlens.local.testing.Photos;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Object;

/** A deleted image is removed from AWS and stays removed; its copy in Azure is kept. */
@ExtendWith(DevStack.class)
class DeleteTest {
  private final Stack stack;

  DeleteTest(Stack stack) {
    this.stack = stack;
  }

  @Test
  void removesEverythingButTheCopyAndAcceptsTheKeyAgain() {
    String key = "delete/cat + cup 100%.jpg";
    byte[] photo = Photos.read("cat-and-cup.jpg");
    stack.putObject(key, photo);
    JsonNode image = awaitAll(key);
    assertThat(image.path("deletable").asBoolean()).isTrue();

    Response response = delete(key);

    assertThat(response.status()).as(response.body()).isEqualTo(204);
    assertThat(response.body()).isEmpty();
    awaitCleared(key);
    assertThat(stack.image(key).status()).isEqualTo(404);
    assertThat(keys("/images?limit=100")).doesNotContain(key);
    assertThat(keys("/images?label=Cat&limit=100")).doesNotContain(key);
    assertThat(objects("imagesBucket", key)).isEmpty();
    assertThat(objects("resultsBucket", "results/" + key)).isEmpty();
    assertThat(objects("resultsBucket", "thumbnails/" + key)).isEmpty();
    assertThat(stack.copyOf(key).downloadContent().toBytes()).isEqualTo(photo);
    assertThat(delete(key).status()).as("second deletion").isEqualTo(404);

    stack.putObject(key, Photos.read("chelsea.png"));

    JsonNode replacement = awaitAll(key);
    Labels.assertShows(replacement, "chelsea.png");
    assertThat(replacement.path("versionId").asText())
        .isNotEqualTo(image.path("versionId").asText());
  }

  @Test
  void staysDeletedWhenItsEventIsDeliveredAgain() {
    String key = "delete/again.png";
    stack.putObject(key, Photos.read("chelsea.png"));
    awaitAll(key);
    assertThat(delete(key).status()).isEqualTo(204);
    Map<String, AttributeValue> tombstone = awaitCleared(key);

    stack.publishUploadEvent(event(key, tombstone));
    awaitLogged("classify", "Skipped: the object version was deleted", key);
    awaitLogged("backup", "Skipped: the version is already backed up", key);
    awaitLogged("thumbnail", "Skipped: the object version was deleted", key);

    assertThat(stack.summaryRow(key)).isEqualTo(tombstone);
    assertThat(stack.image(key).status()).isEqualTo(404);
    assertThat(objects("resultsBucket", "thumbnails/" + key)).isEmpty();
  }

  @Test
  void respondsNotFoundForAnUnknownImage() {
    Response response = delete("delete/nothing ?.png");

    assertThat(response.status()).isEqualTo(404);
    assertThat(response.json().path("detail").asText()).contains("delete/nothing ?.png");
  }

  @Test
  void letsThePageDelete() {
    Response preflight =
        stack.send(
            stack
                .api("/images/any")
                .header("Origin", stack.output("siteUrl"))
                .header("Access-Control-Request-Method", "DELETE")
                .method("OPTIONS", BodyPublishers.noBody()));

    assertThat(preflight.headers().get("access-control-allow-methods")).contains("DELETE");
  }

  /** S3's event of the version that the row is about. */
  private String event(String key, Map<String, AttributeValue> row) {
    return """
        {"Records": [{"eventVersion": "2.1", "eventSource": "aws:s3", "awsRegion": "eu-west-1",
          "eventTime": "2026-11-21T08:00:00.000Z", "eventName": "ObjectCreated:Put",
          "s3": {"s3SchemaVersion": "1.0", "bucket": {"name": "%s"},
            "object": {"key": "%s", "size": 1, "versionId": "%s", "sequencer": "%s"}}}]}"""
        .formatted(
            stack.output("imagesBucket"),
            key,
            row.get("VersionId").s(),
            // That of the version: the tombstone has that of the removal when classify made it.
            row.get("Backup").m().get("Sequencer").s());
  }

  /** The image, once it is labelled, copied and has a thumbnail. */
  private JsonNode awaitAll(String key) {
    return stack.awaitImage(
        key,
        image ->
            image.path("status").asText().equals("labelled")
                && image.has("backup")
                && image.has("thumbnailUrl"));
  }

  /** The tombstone, once no worker clears up any more. */
  private Map<String, AttributeValue> awaitCleared(String key) {
    return Awaitility.await("clear-up of " + key)
        .atMost(Duration.ofSeconds(60))
        .until(
            () -> stack.summaryRow(key),
            row -> !row.containsKey("ClaimedBy") && !row.containsKey("ThumbnailClaimedBy"));
  }

  private Response delete(String key) {
    return stack.send(stack.api("/images/" + Stack.encoded(key)).DELETE());
  }

  private List<String> keys(String path) {
    return stack.send(stack.api(path).GET()).json().path("items").findValuesAsText("key");
  }

  private List<String> objects(String bucketOutput, String prefix) {
    try (S3Client s3 = stack.s3()) {
      return s3
          .listObjectsV2(list -> list.bucket(stack.output(bucketOutput)).prefix(prefix))
          .contents()
          .stream()
          .map(S3Object::key)
          .toList();
    }
  }

  private void awaitLogged(String function, String message, String key) {
    Awaitility.await(function)
        .atMost(Duration.ofSeconds(60))
        .until(
            () ->
                stack.log(function).stream()
                    .anyMatch(line -> line.contains(message) && line.contains(key)));
  }
}
