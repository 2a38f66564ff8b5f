package dev.twinlens.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.twinlens.local.testing.Photos;
import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.awaitility.Awaitility;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.lambda.model.InvokeResponse;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * Everything that the product does, as a sequence of steps: every kind of upload, every request,
 * and common failures. Each step works on its own images.
 */
final class WholeProduct {
  private static final int SEVERAL = 4;
  private static final Set<String> CONSUMERS = Set.of("classify", "backup", "thumbnail");

  /** Large enough to take the functions some time. */
  private static final byte[] LARGE = largePhoto();

  private final Stack stack;
  private final Retries retries;

  WholeProduct(Stack stack) {
    this.stack = stack;
    this.retries = new Retries(stack, CONSUMERS);
  }

  /**
   * A step.
   *
   * @param parts the parts of the system that do its work, as the program calls them
   * @param act what a client does; returns the condition that holds when the step has ended
   */
  record Step(String name, Set<String> parts, Supplier<BooleanSupplier> act) {
    /** Whether the role or resource with this ARN takes part in the step. */
    boolean concerns(String arn) {
      return parts.stream().anyMatch(arn::contains);
    }

    /** Runs the step and waits for its end. */
    void complete() {
      await(act.get());
    }

    /**
     * Runs the step and waits until it has ended, or something else has happened. A step that fails
     * was prevented from its end, and then the other thing has happened or is about to happen.
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
        new Step(
            "upload with a presigned PUT", Set.of("request-upload"), this::uploadAsThePageDoes),
        new Step("post an image", Set.of("upload-image"), this::postPhotos),
        new Step(
            "put objects, and one again",
            Set.of("classify", "backup", "thumbnail", "uploads"),
            this::putObjects),
        new Step("put an object that is not an image, with a tag", CONSUMERS, this::putText),
        new Step(
            "deliver the event of a version that does not exist",
            CONSUMERS,
            this::deliverEventOfMissingVersion),
        new Step("read everything that the API offers", Set.of("query-images"), this::look),
        new Step("delete images", Set.of("delete-image"), this::deleteSeveral),
        new Step("remove objects from the bucket", Set.of("classify"), this::removeSeveral),
        new Step(
            "delete an image and upload it again",
            Set.of("delete-image", "classify", "backup", "thumbnail"),
            this::deleteAndUploadAgain),
        new Step(
            "delete an image while it is being labelled",
            Set.of("classify"),
            () -> deleteInTheMiddleOf("ClaimedBy")),
        new Step(
            "delete an image while its thumbnail is being made",
            Set.of("thumbnail"),
            () -> deleteInTheMiddleOf("ThumbnailClaimedBy")),
        new Step(
            "put an object that another worker has claimed",
            Set.of("classify", "thumbnail"),
            () -> retries.meetClaims(this::done)),
        new Step(
            "copy again while the copy's row cannot be read",
            Set.of("backup"),
            () -> retries.meetAnUnreadableRow(this::done)),
        new Step("send messages that can never succeed", CONSUMERS, retries::sendPoison),
        new Step("build the page again", Set.of("start-build"), this::buildAgain),
        new Step(
            "lose what the audit finds",
            Set.of("audit"),
            () -> new Losses(stack).loseOneOfEach(this::done)));
  }

  /** As a deployment that changes what the page is built with. The function waits if it may not. */
  private BooleanSupplier buildAgain() {
    CompletableFuture<InvokeResponse> response =
        CompletableFuture.supplyAsync(() -> stack.invoke("start-build", "{}"));
    return () -> {
      if (response.isDone()) {
        assertThat(response.join().functionError()).isNull();
      }
      return response.isDone();
    };
  }

  private BooleanSupplier uploadAsThePageDoes() {
    assertOk(stack.send(stack.api("/uploads")));
    String cat = stack.uploadAsThePageDoes("chelsea.png", "image/png", Photos.read("chelsea.png"));
    String cup = stack.uploadAsThePageDoes("cup.png", "image/png", Photos.read("coffee.png"));
    return () -> done(cat) && done(cup);
  }

  private BooleanSupplier postPhotos() {
    List<String> keys = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      Response response = stack.postImage("image/jpeg", newPhoto());
      assertThat(response.status()).as(response.body()).isEqualTo(201);
      download(response.json());
      keys.add(response.json().path("key").asText());
    }
    return () -> keys.stream().allMatch(this::done);
  }

  private BooleanSupplier putObjects() {
    String key = UUID.randomUUID() + "/a b+ü.png";
    String other = "x" + UUID.randomUUID() + ".jpg";
    stack.putObject(key, Photos.read("chelsea.png"));
    stack.putObject(other, Photos.read("cat-and-cup.jpg"));
    boolean[] again = {false};
    return () -> {
      if (!done(key) || !done(other)) {
        return false;
      }
      if (!again[0]) {
        again[0] = true;
        stack.putObject(key, Photos.read("coffee.png"));
      }
      JsonNode image = stack.image(key).json();
      return Labels.withBoxes(image).containsKey("Cup") && done(key);
    };
  }

  private BooleanSupplier putText() {
    String key = UUID.randomUUID() + ".txt";
    try (S3Client s3 = stack.s3()) {
      s3.putObject(
          put -> put.bucket(stack.output("imagesBucket")).key(key).tagging("kind=text"),
          RequestBody.fromString("no photo"));
    }
    return () -> done(key);
  }

  /** S3's events can arrive after their object version was deleted. */
  private BooleanSupplier deliverEventOfMissingVersion() {
    String key = UUID.randomUUID() + ".png";
    String event = Retries.event(stack.output("imagesBucket"), key, "gone", "0055AED6DCD90281E5");
    stack.publishUploadEvent(event);
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

  /** One whose bytes no other image has: an answer about known bytes would be used again. */
  private static byte[] newPhoto() {
    byte[] photo = Photos.read("cat-and-cup.jpg");
    byte[] text = Photos.text(UUID.randomUUID().toString());
    byte[] comment = {(byte) 0xff, (byte) 0xfe, 0, (byte) (text.length + 2)};
    return Photos.followedBy(
        Photos.followedBy(Arrays.copyOf(photo, 2), Photos.followedBy(comment, text)),
        Arrays.copyOfRange(photo, 2, photo.length));
  }

  /**
   * Several, as classify, which gets the event of the removal, may once be faster than the function
   * that clears up.
   */
  private BooleanSupplier deleteSeveral() {
    return whenLeftAlone(key -> assertThat(delete(key)).isEqualTo(204));
  }

  private BooleanSupplier removeSeveral() {
    return whenLeftAlone(
        key -> {
          try (S3Client s3 = stack.s3()) {
            s3.deleteObject(request -> request.bucket(stack.output("imagesBucket")).key(key));
          }
        });
  }

  /** Removes each of several images when no worker has to do with it any more. */
  private BooleanSupplier whenLeftAlone(Consumer<String> removal) {
    List<String> keys = Stream.generate(() -> UUID.randomUUID() + ".png").limit(SEVERAL).toList();
    keys.forEach(key -> stack.putObject(key, Photos.read("chelsea.png")));
    Set<String> removed = new HashSet<>();
    return () -> {
      for (String key : keys) {
        if (!removed.contains(key) && done(key) && !isClaimed(key)) {
          removal.accept(key);
          removed.add(key);
        }
      }
      return removed.size() == keys.size()
          && keys.stream()
              .allMatch(key -> stack.summaryRow(key).containsKey("DeletedAt") && !isClaimed(key));
    };
  }

  private BooleanSupplier deleteAndUploadAgain() {
    String key = UUID.randomUUID() + ".png";
    stack.putObject(key, Photos.read("chelsea.png"));
    boolean[] again = {false};
    return () -> {
      // A worker that holds its claim would clean up instead of the deletion.
      if (!done(key) || isClaimed(key)) {
        return false;
      }
      if (!again[0]) {
        again[0] = true;
        assertThat(delete(key)).isEqualTo(204);
        assertThat(stack.image(key).status()).isEqualTo(404);
        stack.putObject(key, Photos.read("coffee.png"));
        return false;
      }
      return true;
    };
  }

  /**
   * A worker whose image is deleted while it works removes its own results. The time for that is
   * short, so one image after the other is tried.
   *
   * @param claim the attribute with which the worker claims the image
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
        // The worker releases its claim on a deleted image when it has cleaned up.
        return !row.containsKey(claim);
      }
      if (row.containsKey(claim)) {
        // 404 while the row has only the claim, 409 while another request deletes the image.
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
    Response labels = stack.send(stack.api("/labels"));
    assertOk(labels);
    assertThat(labels.json().path("items").findValuesAsText("name")).contains("Cat", "Cup");
    for (String query : List.of("/images?limit=2", "/images?label=Cat&limit=2")) {
      Response page = stack.send(stack.api(query));
      assertOk(page);
      assertThat(page.json().path("items").size()).isEqualTo(2);
      for (JsonNode item : page.json().path("items")) {
        Response image = stack.image(item.path("key").asText());
        assertOk(image);
        download(image.json());
      }
    }
    return () -> true;
  }

  /** Downloads from every URL that a response signs. */
  private void download(JsonNode image) {
    for (String name : List.of("url", "resultUrl", "thumbnailUrl")) {
      if (image.has(name)) {
        assertThat(stack.download(image.path(name).asText())).as(name).isNotEmpty();
      }
    }
  }

  private boolean done(String key) {
    Response response = stack.image(key);
    return response.status() == 200
        && response.json().has("backup")
        && switch (response.json().path("status").asText()) {
          case "labelled" -> response.json().has("thumbnailUrl");
          case "rejected" -> true;
          default -> false;
        };
  }

  private static void assertOk(Response response) {
    assertThat(response.status()).as(response.body()).isEqualTo(200);
  }
}
