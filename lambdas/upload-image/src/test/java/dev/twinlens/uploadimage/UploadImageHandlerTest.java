package dev.twinlens.uploadimage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twinlens.domain.catalog.ImageTable;
import dev.twinlens.domain.catalog.RowUpdate;
import dev.twinlens.domain.catalog.Tombstone;
import dev.twinlens.domain.claims.Outcome;
import dev.twinlens.domain.events.Sequencer;
import dev.twinlens.local.testing.Photos;
import dev.twinlens.testing.ApiResult;
import dev.twinlens.testing.TestStack;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchWriteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;
import software.amazon.awssdk.services.rekognition.model.DetectLabelsRequest;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.sns.model.PublishRequest;

/** Photos that are stored: their labels, and what happens when something fails on the way. */
final class UploadImageHandlerTest {
  private final UploadRig rig = new UploadRig();
  private final TestStack stack = rig.stack();

  @Test
  void respondsWithThePhotoAndItsLabels() throws Exception {
    byte[] photo = Photos.read("chelsea.png");

    ApiResult response = rig.post("image/png", photo, Map.of("fileName", "my cat.png"));

    assertThat(response.status()).as(response.body()).isEqualTo(201);
    Map<String, Object> image = response.json();
    assertThat(image)
        .containsEntry("status", "labelled")
        .containsEntry("contentType", "image/png")
        .containsEntry("size", photo.length)
        .containsKeys("versionId", "sha256", "uploadedAt", "resultUrl")
        .doesNotContainKeys("error", "backup");
    String key = (String) image.get("key");
    assertThat(key).endsWith("/my-cat.png");
    assertThat(response.headers()).containsEntry("location", "/images/" + key.replace("/", "%2F"));
    Map<?, ?> cat = label(image, "Cat");
    assertThat((Double) cat.get("confidence")).isBetween(92.0, 94.0);
    assertThat(cat.get("kind")).isEqualTo("label");
    assertThat((List<?>) cat.get("parents")).asString().contains("Mammal");
    Map<?, ?> box = (Map<?, ?>) ((Map<?, ?>) ((List<?>) cat.get("instances")).get(0)).get("box");
    assertThat(box.keySet()).isEqualTo(Set.of("left", "top", "width", "height"));
    assertThat(get((String) image.get("url")).body()).isEqualTo(photo);
    assertThat(get((String) image.get("resultUrl")).statusCode()).isEqualTo(200);
  }

  @Test
  void leavesNothingToDoForTheEventThatFollows() {
    ApiResult response = rig.post("image/png", Photos.read("chelsea.png"));
    assertThat(stack.notifications(key(response), 1)).hasSize(1);

    rig.deliverEvent();

    assertThat(stack.faults().calls()).containsOnlyOnce("DetectLabels").containsOnlyOnce("Publish");
    assertThat(stack.hasNoNotification()).isTrue();
  }

  @Test
  void makesTheEventWaitThatArrivesWhileItClassifies() {
    List<Outcome> during = new ArrayList<>();
    stack.faults().before("DetectLabels", () -> during.add(rig.deliverEvent()));

    assertThat(rig.post("image/png", Photos.read("chelsea.png")).status()).isEqualTo(201);

    assertThat(during).singleElement().isInstanceOf(Outcome.Busy.class);
    assertThat(stack.faults().calls()).containsOnlyOnce("DetectLabels").containsOnlyOnce("Publish");
  }

  static Stream<Arguments> failuresBeforeTheLabels() {
    return Stream.of(
        Arguments.of("rekognition", DetectLabelsRequest.class),
        Arguments.of("rows", BatchWriteItemRequest.class));
  }

  @ParameterizedTest
  @MethodSource("failuresBeforeTheLabels")
  void saysThatThePhotoIsStoredAndLeavesTheLabelsToTheEvent(
      String name, Class<? extends SdkRequest> failing) {
    stack.faults().refuse(failing);
    ApiResult response = rig.post("image/png", Photos.read("chelsea.png"));

    assertThat(response.status()).as(name).isEqualTo(202);
    Map<String, Object> image = response.json();
    assertThat(image)
        .containsEntry("status", "received")
        .containsKey("url")
        .containsEntry("labels", List.of());
    assertThat(response.headers()).containsKey("location");

    stack.faults().heal();
    rig.deliverEvent();

    assertThat(stack.table().summary((String) image.get("key")).get("Status").s())
        .isEqualTo("labelled");
    assertThat(stack.table().rows((String) image.get("key"))).containsKey("Cat");
    assertThat(stack.notifications(key(response), 1)).hasSize(1);
  }

  @Test
  void saysThatThePhotoIsStoredEvenWhenTheTableIsGone() {
    AtomicBoolean stored = new AtomicBoolean();
    stack
        .faults()
        .refuse(
            request -> {
              stored.compareAndSet(false, request instanceof PutObjectRequest);
              return stored.get() && request instanceof DynamoDbRequest;
            });
    ApiResult response = rig.post("image/png", Photos.read("chelsea.png"));

    assertThat(response.status()).isEqualTo(202);
    Map<String, Object> image = response.json();
    assertThat(image).containsEntry("status", "received").containsKeys("key", "versionId");

    stack.faults().heal();
    rig.expireClaim((String) image.get("key"));
    rig.deliverEvent();

    assertThat(stack.table().summary((String) image.get("key")).get("Status").s())
        .isEqualTo("labelled");
  }

  @Test
  void respondsWithTheLabelsAndLeavesTheNotificationToTheEvent() {
    stack.faults().refuse(PublishRequest.class);
    ApiResult response = rig.post("image/png", Photos.read("chelsea.png"));

    assertThat(response.status()).isEqualTo(201);
    stack.faults().heal();
    rig.deliverEvent();

    assertThat(stack.faults().calls()).containsOnlyOnce("DetectLabels");
    assertThat(stack.notifications(key(response), 1)).hasSize(1);
  }

  @Test
  void leavesOnlyAReservationThatEndsWhenThePhotoCannotBeStored() {
    stack
        .faults()
        .refuse(
            request ->
                request instanceof PutObjectRequest put
                    && put.bucket().equals(stack.images().name()));

    ApiResult response = rig.post("image/png", Photos.read("chelsea.png"));

    assertThat(response.status()).isEqualTo(500);
    assertThat(response.headers()).containsEntry("content-type", "application/problem+json");
    assertThat(response.json()).containsEntry("requestId", "request-1");
    assertThat(
            stack
                .table()
                .dynamoDb()
                .scan(request -> request.tableName(stack.table().name()))
                .items())
        .singleElement()
        .satisfies(
            row -> {
              // No worker holds it, no reader takes it for an image, and DynamoDB removes it.
              assertThat(row).containsOnlyKeys("ImageName", "Label", "ExpiresAt");
              assertThat(Long.parseLong(row.get("ExpiresAt").n()))
                  .isGreaterThan(Instant.now().getEpochSecond());
            });
  }

  @Test
  void keepsTheRowOfAPhotoThatIsStored() {
    String key = key(rig.post("image/png", Photos.read("chelsea.png")));

    assertThat(stack.table().summary(key)).doesNotContainKey("ExpiresAt");
  }

  @Test
  void storesNothingWhenTheClaimFails() {
    stack.faults().refuse(UpdateItemRequest.class);

    assertThat(rig.post("image/png", Photos.read("chelsea.png")).status()).isEqualTo(500);

    assertThat(stack.images().keys()).isEmpty();
  }

  @Test
  void respondsThatThePhotoIsStoredWhenTheTableCannotBeRead() {
    AtomicBoolean labelled = new AtomicBoolean();
    stack
        .faults()
        .refuse(
            request -> {
              boolean refused = labelled.get() && request instanceof QueryRequest;
              labelled.compareAndSet(false, request instanceof PublishRequest);
              return refused;
            });

    ApiResult response = rig.post("image/png", Photos.read("chelsea.png"));

    assertThat(response.status()).isEqualTo(202);
    assertThat(response.json()).containsKey("key");
  }

  @Test
  void saysWhyWhenOnlyRekognitionFindsThePhotoDamaged() {
    ApiResult response = rig.post("image/png", Photos.pngThatClaims(200, 200));

    assertThat(response.status()).isEqualTo(422);
    Map<String, Object> problem = response.json();
    assertThat(problem.get("detail").toString()).contains("damaged");
    assertThat(stack.table().summary((String) problem.get("key")).get("Status").s())
        .isEqualTo("rejected");
  }

  @Test
  void respondsThatThePhotoWasDeletedAndLetsTheEventClearUp() {
    List<String> keys = new ArrayList<>();
    stack
        .faults()
        .before(
            "BatchWriteItem",
            () -> {
              keys.add(stack.images().keys().get(0));
              delete(keys.get(0));
            });

    ApiResult response = rig.post("image/png", Photos.read("chelsea.png"));

    assertThat(response.status()).isEqualTo(404);
    assertThat(response.body()).contains("deleted");
    String key = keys.get(0);
    assertThat(stack.table().rows(key)).containsKey("Cat");
    rig.expireClaim(key);
    rig.deliverEvent();
    assertThat(stack.table().rows(key)).containsOnlyKeys("*");
    assertThat(stack.table().summary(key)).containsKey("DeletedAt").doesNotContainKey("ClaimedBy");
    assertThat(stack.results().has("results/" + key + ".json")).isFalse();
  }

  /** Makes the image deleted, as delete-image does while a worker holds the claim. */
  private void delete(String key) {
    ImageTable table = new ImageTable(stack.table().dynamoDb(), stack.table().name());
    stack.images().delete(key);
    table.update(
        Tombstone.write(
            RowUpdate.ofSummary(key), table.summary(key), Sequencer.NONE, Instant.now()));
  }

  private static String key(ApiResult response) {
    return (String) response.json().get("key");
  }

  private static Map<?, ?> label(Map<String, Object> image, String name) {
    return ((List<?>) image.get("labels"))
        .stream()
            .<Map<?, ?>>map(label -> (Map<?, ?>) label)
            .filter(label -> name.equals(label.get("name")))
            .findFirst()
            .orElseThrow();
  }

  private static HttpResponse<byte[]> get(String url) throws IOException, InterruptedException {
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(URI.create(url)).build(),
            HttpResponse.BodyHandlers.ofByteArray());
  }
}
