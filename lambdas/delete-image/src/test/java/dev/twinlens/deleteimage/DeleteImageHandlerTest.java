package dev.twinlens.deleteimage;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import dev.twinlens.classification.ClassificationSettings;
import dev.twinlens.classification.ImageClassifier;
import dev.twinlens.domain.catalog.BackupCopy;
import dev.twinlens.domain.catalog.ImageRows;
import dev.twinlens.domain.catalog.ImageTable;
import dev.twinlens.domain.catalog.RowUpdate;
import dev.twinlens.domain.catalog.Thumbnail;
import dev.twinlens.domain.events.ObjectCreated;
import dev.twinlens.domain.events.Sequencer;
import dev.twinlens.local.testing.Photos;
import dev.twinlens.runtime.config.Environment;
import dev.twinlens.runtime.logging.Log;
import dev.twinlens.testing.Answers;
import dev.twinlens.testing.Faults;
import dev.twinlens.testing.LambdaContext;
import dev.twinlens.testing.TestStack;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.s3.model.DeleteObjectRequest;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;

final class DeleteImageHandlerTest {
  /**
   * The calls of a deletion: read, marker, tombstone, answer, labels (2), release, thumbnail,
   * release.
   */
  private static final int CALLS = 9;

  private static TestStack stack;
  private static ImageTable table;

  private final List<String> lines = new CopyOnWriteArrayList<>();

  /** Of classify's clients; the stack's are of the function's own. */
  private final Faults classification = new Faults();

  private final DeleteImageHandler handler = handler();

  @BeforeAll
  static void start() {
    stack = TestStack.create();
    table = new ImageTable(stack.dynamoDb(), stack.table());
  }

  @ParameterizedTest
  @ValueSource(strings = {"2026-11-21/x/cat.png", "a b+c%20/😀 ü.png", "*"})
  void deletesEverythingThatWasMadeInAws(String key) {
    ObjectCreated created = image(key, "01");

    APIGatewayV2HTTPResponse response = delete(key);

    assertThat(response.getStatusCode()).isEqualTo(204);
    assertThat(response.getBody()).isEmpty();
    assertThat(isCurrent(key)).isFalse();
    assertThat(stack.hasResult("results/" + key + ".json")).isFalse();
    assertThat(stack.hasResult("thumbnails/" + key + ".jpg")).isFalse();
    assertThat(table.image(key)).isEmpty();
    assertThat(stack.rows(key).keySet())
        .filteredOn(label -> !label.startsWith("*day#"))
        .containsExactly("*");
    assertThat(stack.summary(key))
        .containsOnlyKeys(
            "ImageName", "Label", "VersionId", "Sequencer", "Backup", "DeletedAt", "ExpiresAt")
        .containsEntry("VersionId", text(created.versionId()))
        .containsEntry("Sequencer", text("01"));
  }

  @Test
  void keepsTheOriginalsVersionAndLetsTheTombstoneExpire() {
    ObjectCreated created = image("kept.png", "01");
    Instant before = Instant.now();

    delete("kept.png");

    byte[] original =
        stack
            .s3()
            .getObjectAsBytes(
                request ->
                    request
                        .bucket(stack.imagesBucket())
                        .key("kept.png")
                        .versionId(created.versionId()))
            .asByteArray();
    assertThat(original).isEqualTo(Photos.read("chelsea.png"));
    long expiresAt = Long.parseLong(stack.summary("kept.png").get("ExpiresAt").n());
    assertThat(Instant.ofEpochSecond(expiresAt))
        .isBetween(
            before.plus(Duration.ofDays(30)).minusSeconds(1),
            Instant.now().plus(Duration.ofDays(30)));
  }

  @ParameterizedTest
  @ValueSource(ints = {1025, 2049, 8000})
  void knowsNoImageOfAKeyThatNoObjectCanHave(int bytes) {
    List<String> before = stack.faults().calls();

    APIGatewayV2HTTPResponse response = delete("k".repeat(bytes));

    assertThat(response.getStatusCode()).isEqualTo(404);
    assertThat(response.getHeaders()).containsEntry("content-type", "application/problem+json");
    assertThat(stack.faults().calls()).isEqualTo(before);
  }

  @Test
  void knowsNoImageThatWasNeverThere() {
    APIGatewayV2HTTPResponse response = delete("never.png");

    assertThat(response.getStatusCode()).isEqualTo(404);
    assertThat(Answers.json(response.getBody()).get("detail").toString()).contains("never.png");
    assertThat(stack.rows("never.png")).isEmpty();
    assertThat(stack.faults().calls()).doesNotContain("DeleteObject");
  }

  @Test
  void knowsNoImageThatIsDeletedAlready() {
    image("twice.png", "01");
    assertThat(delete("twice.png").getStatusCode()).isEqualTo(204);
    Map<String, AttributeValue> tombstone = stack.summary("twice.png");

    assertThat(delete("twice.png").getStatusCode()).isEqualTo(404);

    assertThat(stack.summary("twice.png")).isEqualTo(tombstone);
  }

  @Test
  void knowsNoImageUnderAKeyThatIsOnlyReserved() {
    table.update(RowUpdate.ofSummary("reserved.png").set("ClaimedBy", "upload-image"));

    assertThat(delete("reserved.png").getStatusCode()).isEqualTo(404);

    assertThat(stack.summary("reserved.png")).containsKey("ClaimedBy");
  }

  @Test
  void deletesWhatWasRejected() {
    ObjectCreated created =
        stack.stored("rejected.png", Photos.text("no photo"), "image/png", "01");
    classify(created);

    assertThat(delete("rejected.png").getStatusCode()).isEqualTo(204);

    assertThat(stack.summary("rejected.png")).doesNotContainKeys("Error", "Status");
  }

  @Test
  void staysDeletedWhenAnEventComesAgain() {
    ObjectCreated created = image("again.png", "01");
    delete("again.png");
    Map<String, Map<String, AttributeValue>> rows = stack.rows("again.png");

    classify(created);

    assertThat(stack.rows("again.png")).isEqualTo(rows);
  }

  /** backup and thumbnail may have seen a version before classify has. */
  @Test
  void staysDeletedWhenTheEventOfANewerVersionWasStillOnItsWay() {
    image("late.png", "01");
    ObjectCreated newer = stack.stored("late.png", Photos.read("coffee.png"), "image/png", "02");
    backedUp(newer);
    delete("late.png");
    assertThat(stack.summary("late.png")).containsEntry("Sequencer", text("02"));
    Map<String, Map<String, AttributeValue>> rows = stack.rows("late.png");

    classify(newer);

    assertThat(stack.rows("late.png")).isEqualTo(rows);
  }

  @Test
  void staysDeletedWhenNobodyHadSeenTheNewerVersionYet() {
    image("unseen.png", "01");
    ObjectCreated newer = stack.stored("unseen.png", Photos.read("coffee.png"), "image/png", "02");
    delete("unseen.png");
    Map<String, Map<String, AttributeValue>> rows = stack.rows("unseen.png");

    classify(newer);

    assertThat(stack.rows("unseen.png")).isEqualTo(rows);
  }

  @Test
  void takesANewImageUnderTheSameKey() {
    image("anew.png", "01");
    delete("anew.png");

    ObjectCreated created = stack.stored("anew.png", Photos.read("coffee.png"), "image/png", "02");
    classify(created);

    ImageRows image = table.image("anew.png").orElseThrow();
    assertThat(image.summary().versionId()).contains(created.versionId());
    assertThat(image.labels()).extracting(label -> label.name()).contains("Cup");
    assertThat(stack.summary("anew.png")).doesNotContainKeys("DeletedAt", "ExpiresAt");
    assertThat(delete("anew.png").getStatusCode()).isEqualTo(204);
    assertThat(table.image("anew.png")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"DetectLabels", "PutObject", "BatchWriteItem", "Publish"})
  void deletesAnImageThatIsJustBeingClassified(String operation) {
    String key = "meanwhile/" + operation;
    ObjectCreated created = stack.stored(key, Photos.read("chelsea.png"), "image/png", "01");
    List<Integer> answers = new CopyOnWriteArrayList<>();
    classification.before(operation, () -> answers.add(delete(key).getStatusCode()));

    classify(created);

    assertThat(answers).containsExactly(204);
    assertThat(stack.rows(key)).containsOnlyKeys("*");
    assertThat(stack.summary(key))
        .containsKeys("DeletedAt", "ExpiresAt")
        .doesNotContainKeys("Status", "UploadedAt", "ClaimedBy", "NotifiedAt");
    assertThat(stack.hasResult("results/" + key + ".json")).isFalse();
  }

  static IntStream failingCalls() {
    return IntStream.rangeClosed(1, CALLS);
  }

  /** Whichever call fails, the image is there as a whole or gone, and a repetition completes it. */
  @ParameterizedTest
  @MethodSource("failingCalls")
  void isCompletedByARepetition(int failing) {
    String key = "failing/" + failing;
    image(key, "01");
    AtomicInteger left = new AtomicInteger(failing);
    stack.faults().refuse(request -> left.decrementAndGet() == 0);
    assertThat(delete(key).getStatusCode()).isEqualTo(500);
    stack.faults().heal();
    Optional<ImageRows> meanwhile = table.image(key);
    if (failing <= 3) {
      assertThat(meanwhile.orElseThrow().labels()).isNotEmpty();
      assertThat(stack.hasResult("results/" + key + ".json")).isTrue();
    } else {
      assertThat(meanwhile).isEmpty();
    }

    assertThat(delete(key).getStatusCode()).isEqualTo(204);

    assertThat(isCurrent(key)).isFalse();
    assertThat(stack.rows(key)).containsOnlyKeys("*");
    assertThat(stack.hasResult("results/" + key + ".json")).isFalse();
    assertThat(stack.hasResult("thumbnails/" + key + ".jpg")).isFalse();
    assertThat(stack.summary(key)).doesNotContainKeys("ClaimedBy", "ThumbnailClaimedBy");
    assertThat(delete(key).getStatusCode()).isEqualTo(404);
  }

  @Test
  void makesNoMoreCallsThanTheTestLetsFail() {
    image("calls.png", "01");

    delete("calls.png");

    assertThat(stack.faults().calls()).hasSize(CALLS);
  }

  @Test
  void asksToComeBackWhileAnotherCallIsAtIt() {
    image("busy.png", "01");
    List<APIGatewayV2HTTPResponse> meanwhile = new CopyOnWriteArrayList<>();
    stack.faults().before("Query", () -> meanwhile.add(delete("busy.png")));

    assertThat(delete("busy.png").getStatusCode()).isEqualTo(204);

    assertThat(meanwhile).hasSize(1);
    assertThat(meanwhile.get(0).getStatusCode()).isEqualTo(409);
    assertThat(meanwhile.get(0).getHeaders()).containsKey("retry-after");
  }

  @Test
  void startsAnewWhenTheRowChangesInBetween() {
    image("changed.png", "01");
    ObjectCreated newer = stack.stored("changed.png", Photos.read("coffee.png"), "image/png", "02");
    stack.faults().before("DeleteObject", () -> classify(newer));

    assertThat(delete("changed.png").getStatusCode()).isEqualTo(204);

    assertThat(table.image("changed.png")).isEmpty();
    assertThat(stack.rows("changed.png")).containsOnlyKeys("*");
    assertThat(stack.summary("changed.png")).containsEntry("Sequencer", text("02"));
  }

  @Test
  void answersWhatItCannotDoWithAProblem() {
    image("broken.png", "01");
    stack.faults().refuse(DeleteObjectRequest.class);

    assertThat(delete("broken.png").getStatusCode()).isEqualTo(500);

    assertThat(table.image("broken.png")).isPresent();
    assertThat(lines).anySatisfy(line -> assertThat(line).contains("Request failed"));
  }

  /** An image with all that the other functions make of it. */
  private ObjectCreated image(String key, String sequencer) {
    ObjectCreated created = stack.stored(key, Photos.read("chelsea.png"), "image/png", sequencer);
    classify(created);
    backedUp(created);
    stack
        .s3()
        .putObject(
            request -> request.bucket(stack.resultsBucket()).key("thumbnails/" + key + ".jpg"),
            RequestBody.fromString("small"));
    table.update(
        RowUpdate.ofSummary(key)
            .set(
                "Thumbnail",
                new Thumbnail(
                        "thumbnails/" + key + ".jpg",
                        created.versionId(),
                        "2026-11-21T08:00:03.000Z",
                        created.sequencer())
                    .attribute()));
    return created;
  }

  private static void backedUp(ObjectCreated created) {
    table.update(
        RowUpdate.ofSummary(created.key())
            .set(
                "Backup",
                new BackupCopy(
                        "https://azure/x",
                        "bWQ1",
                        "c2hhMjU2",
                        created.versionId(),
                        "2026-11-21T08:00:05.000Z",
                        new Sequencer(created.sequencer().value()))
                    .attribute()));
  }

  /** Does what classify does, with clients of its own. */
  private void classify(ObjectCreated created) {
    new ImageClassifier(
            ClassificationSettings.from(new Environment(stack.environment())),
            stack.classificationClients(classification),
            Clock.systemUTC())
        .classify(created, Instant.now().plusSeconds(30), Log.to("classify", lines::add));
  }

  private DeleteImageHandler handler() {
    stack.resetFaults();
    return new DeleteImageHandler(
        new Environment(stack.environment()),
        stack.functionS3(),
        stack.functionDynamoDb(),
        Log.to("delete-image", lines::add),
        Clock.systemUTC());
  }

  private APIGatewayV2HTTPResponse delete(String key) {
    return handler.handleRequest(
        APIGatewayV2HTTPEvent.builder()
            .withRouteKey("DELETE /images/{key+}")
            .withHeaders(Map.of())
            .withPathParameters(Map.of("key", key))
            .build(),
        LambdaContext.create());
  }

  private static boolean isCurrent(String key) {
    try {
      stack.s3().headObject(request -> request.bucket(stack.imagesBucket()).key(key));
      return true;
    } catch (NoSuchKeyException e) {
      return false;
    }
  }

  private static AttributeValue text(String text) {
    return AttributeValue.fromS(text);
  }
}
