package dev.twinlens.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.twinlens.e2e.Stack.Answer;
import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import javax.imageio.ImageIO;
import org.awaitility.Awaitility;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * All that the product does, as a sequence of steps: every way in, everything that can be seen, and
 * what goes wrong in ordinary life. Each step works on photos of its own.
 */
final class WholeProduct {
  private static final JsonMapper JSON = new JsonMapper();
  private static final Set<String> CONSUMERS = Set.of("classify", "backup", "thumbnail");

  /** Large enough to take a while. */
  private static final byte[] LARGE = largePhoto();

  private final Stack stack;

  WholeProduct(Stack stack) {
    this.stack = stack;
  }

  /**
   * A step.
   *
   * @param parts the parts of the system that do its work, as the program calls them
   * @param act what a client does; it answers with what tells whether the step has come to its end
   */
  record Step(String name, Set<String> parts, Supplier<BooleanSupplier> act) {
    /** Whether the role or resource of that ARN has a part in it. */
    boolean concerns(String arn) {
      return parts.stream().anyMatch(arn::contains);
    }

    /** Does it and waits for its end. */
    void complete() {
      await(act.get());
    }

    /**
     * Does it and waits until it has ended, or something else has happened. A step that breaks off
     * has been kept from its end, and then that has happened or is about to.
     */
    void completeUnless(BooleanSupplier happened) {
      BooleanSupplier[] end = {() -> false};
      attempt(() -> end[0] = act.get());
      await(
          () ->
              happened.getAsBoolean()
                  || attempt(() -> end[0].getAsBoolean())
                      .orElseGet(
                          () -> {
                            end[0] = () -> false;
                            return false;
                          }));
    }

    private static <T> Optional<T> attempt(Supplier<T> work) {
      try {
        return Optional.of(work.get());
      } catch (AssertionError | RuntimeException e) {
        return Optional.empty();
      }
    }

    private void await(BooleanSupplier condition) {
      Awaitility.await(name)
          .atMost(Stack.PATIENCE)
          .pollInterval(Duration.ofMillis(100))
          .until(condition::getAsBoolean);
    }
  }

  List<Step> steps() {
    return List.of(
        new Step("upload as the page does", Set.of("request-upload"), this::uploadAsThePageDoes),
        new Step("post a photo", Set.of("upload-image"), this::postPhotos),
        new Step(
            "put objects, and one again",
            Set.of("classify", "backup", "thumbnail", "uploads"),
            this::putObjects),
        new Step("put what is no photo", CONSUMERS, this::putText),
        new Step("hear of a version that is gone", CONSUMERS, this::hearOfGoneVersion),
        new Step("look at what there is", Set.of("query-images"), this::look),
        new Step(
            "delete a photo and upload it again",
            Set.of("delete-image", "classify", "backup", "thumbnail"),
            this::deleteAndUploadAgain),
        new Step(
            "delete a photo that is being labelled",
            Set.of("classify"),
            () -> deleteInTheMiddleOf("ClaimedBy")),
        new Step(
            "delete a photo that is being made small",
            Set.of("thumbnail"),
            () -> deleteInTheMiddleOf("ThumbnailClaimedBy")));
  }

  private BooleanSupplier uploadAsThePageDoes() {
    assertOk(stack.send(stack.api("/uploads")));
    String cat = stack.uploadAsThePageDoes("chelsea.png", "image/png", Laptop.photo("chelsea.png"));
    String cup = stack.uploadAsThePageDoes("cup.png", "image/png", Laptop.photo("coffee.png"));
    return () -> done(cat) && done(cup);
  }

  private BooleanSupplier postPhotos() {
    List<String> keys = new ArrayList<>();
    for (String photo : List.of("chelsea.png", "coffee.png")) {
      Answer answer = stack.postImage("image/png", Laptop.photo(photo));
      assertThat(answer.status()).as(answer.body()).isEqualTo(201);
      download(answer.json());
      keys.add(answer.json().path("key").asText());
    }
    return () -> keys.stream().allMatch(this::done);
  }

  private BooleanSupplier putObjects() {
    String key = UUID.randomUUID() + "/a b+ü.png";
    String other = "x" + UUID.randomUUID() + ".jpg";
    stack.putObject(key, Laptop.photo("chelsea.png"));
    stack.putObject(other, Laptop.photo("cat-and-cup.jpg"));
    boolean[] again = {false};
    return () -> {
      if (!done(key) || !done(other)) {
        return false;
      }
      if (!again[0]) {
        again[0] = true;
        stack.putObject(key, Laptop.photo("coffee.png"));
      }
      JsonNode image = stack.image(key).json();
      return Labels.withBoxes(image).containsKey("Cup") && done(key);
    };
  }

  private BooleanSupplier putText() {
    String key = UUID.randomUUID() + ".txt";
    stack.putObject(key, "no photo".getBytes(StandardCharsets.UTF_8));
    return () -> done(key);
  }

  /** S3's events come late: the version that one tells of may be gone by then. */
  private BooleanSupplier hearOfGoneVersion() {
    String key = UUID.randomUUID() + ".png";
    ObjectNode event = JSON.createObjectNode();
    ObjectNode record = event.putArray("Records").addObject();
    record
        .put("eventVersion", "2.1")
        .put("eventSource", "aws:s3")
        .put("eventTime", "2026-01-01T00:00:00.000Z")
        .put("eventName", "ObjectCreated:Put");
    ObjectNode s3 = record.putObject("s3");
    s3.putObject("bucket").put("name", stack.output("imagesBucket"));
    s3.putObject("object")
        .put("key", key)
        .put("size", 3)
        .put("eTag", "900150983cd24fb0d6963f7d28e17f72")
        .put("versionId", "gone")
        .put("sequencer", "0055AED6DCD90281E5");
    stack.publishUploadEvent(event.toString());
    return () ->
        CONSUMERS.stream()
            .allMatch(
                consumer ->
                    stack.log(consumer).stream()
                        .filter(line -> line.contains(key))
                        .anyMatch(
                            line ->
                                line.contains("the object version no longer exists")
                                    || line.contains("the object version was deleted")));
  }

  private BooleanSupplier deleteAndUploadAgain() {
    String key = UUID.randomUUID() + ".png";
    stack.putObject(key, Laptop.photo("chelsea.png"));
    boolean[] again = {false};
    return () -> {
      // A worker that still holds its claim would clear up in the deletion's place.
      if (!done(key) || isClaimed(key)) {
        return false;
      }
      if (!again[0]) {
        again[0] = true;
        assertThat(delete(key)).isEqualTo(204);
        assertThat(stack.image(key).status()).isEqualTo(404);
        stack.putObject(key, Laptop.photo("coffee.png"));
        return false;
      }
      return true;
    };
  }

  /**
   * Whoever works on a photo that is deleted meanwhile removes what it has made of it. That is a
   * matter of moments, so it is tried with one photo after the other.
   *
   * @param claim the attribute by which the worker claims the photo
   */
  private BooleanSupplier deleteInTheMiddleOf(String claim) {
    String[] key = {""};
    return () -> {
      if (key[0].isEmpty()) {
        key[0] = UUID.randomUUID() + ".jpg";
        stack.putObject(key[0], LARGE);
      }
      Map<String, AttributeValue> row = stack.summaryRow(key[0]);
      if (row.containsKey("DeletedAt")) {
        // The claim on a deleted photo lasts until its worker has cleared up.
        return !row.containsKey(claim);
      }
      if (row.containsKey(claim)) {
        // 404 while nothing but the claim is known of it, 409 while another call is at it.
        int status = delete(key[0]);
        assertThat(status).isIn(204, 404, 409);
        if (status == 204 && !stack.summaryRow(key[0]).containsKey(claim)) {
          key[0] = "";
        }
      } else if (done(key[0])) {
        key[0] = "";
      }
      return false;
    };
  }

  private boolean isClaimed(String key) {
    Map<String, AttributeValue> row = stack.summaryRow(key);
    return row.containsKey("ClaimedBy") || row.containsKey("ThumbnailClaimedBy");
  }

  private int delete(String key) {
    return stack.send(stack.api("/images/" + Stack.encoded(key)).DELETE()).status();
  }

  private static byte[] largePhoto() {
    BufferedImage image = new BufferedImage(6000, 5000, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = image.createGraphics();
    graphics.setPaint(
        new GradientPaint(0, 0, Color.ORANGE, image.getWidth(), image.getHeight(), Color.BLUE));
    graphics.fillRect(0, 0, image.getWidth(), image.getHeight());
    graphics.dispose();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      ImageIO.write(image, "jpeg", bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private BooleanSupplier look() {
    assertOk(stack.send(stack.api("/health")));
    Answer labels = stack.send(stack.api("/labels"));
    assertOk(labels);
    assertThat(labels.json().path("items").findValuesAsText("name")).contains("Cat", "Cup");
    for (String query : List.of("/images?limit=2", "/images?label=Cat&limit=2")) {
      Answer page = stack.send(stack.api(query));
      assertOk(page);
      assertThat(page.json().path("items").size()).isEqualTo(2);
      for (JsonNode item : page.json().path("items")) {
        Answer image = stack.image(item.path("key").asText());
        assertOk(image);
        download(image.json());
      }
    }
    return () -> true;
  }

  /** Every address that an answer signs. */
  private void download(JsonNode image) {
    for (String name : List.of("url", "resultUrl", "thumbnailUrl")) {
      if (image.has(name)) {
        assertThat(stack.download(image.path(name).asText())).as(name).isNotEmpty();
      }
    }
  }

  private boolean done(String key) {
    Answer answer = stack.image(key);
    return answer.status() == 200
        && answer.json().has("backup")
        && switch (answer.json().path("status").asText()) {
          case "labelled" -> answer.json().has("thumbnailUrl");
          case "rejected" -> true;
          default -> false;
        };
  }

  private static void assertOk(Answer answer) {
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
  }
}
