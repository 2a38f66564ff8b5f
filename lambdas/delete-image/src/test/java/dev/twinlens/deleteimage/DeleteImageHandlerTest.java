package dev.twinlens.deleteimage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twinlens.classification.ClassificationClients;
import dev.twinlens.classification.ClassificationSettings;
import dev.twinlens.classification.ImageClassifier;
import dev.twinlens.domain.catalog.BackupCopy;
import dev.twinlens.domain.catalog.ImageRows;
import dev.twinlens.domain.catalog.ImageTable;
import dev.twinlens.domain.catalog.RowUpdate;
import dev.twinlens.domain.catalog.Thumbnail;
import dev.twinlens.domain.catalog.Tombstone;
import dev.twinlens.domain.events.MalformedMessageException;
import dev.twinlens.domain.events.S3Notifications;
import dev.twinlens.domain.events.Sequencer;
import dev.twinlens.local.testing.Photos;
import dev.twinlens.runtime.aws.AwsClients;
import dev.twinlens.runtime.config.Environment;
import dev.twinlens.runtime.logging.Log;
import dev.twinlens.testing.ApiEvents;
import dev.twinlens.testing.ApiResult;
import dev.twinlens.testing.ApiTester;
import dev.twinlens.testing.Faults;
import dev.twinlens.testing.StoredVersion;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.s3.model.DeleteObjectRequest;

final class DeleteImageHandlerTest {
  /**
   * The calls of a deletion: read, marker, tombstone, result, labels (2), release, thumbnail,
   * release.
   */
  private static final int CALLS = 9;

  /** One for each test: the bytes of an image that was labelled are not examined again. */
  private final TestStack stack = TestStack.create();

  private final ImageTable table = new ImageTable(stack.table().dynamoDb(), stack.table().name());

  private final List<String> lines = new CopyOnWriteArrayList<>();

  /** Those of classify's clients; the stack's are those of the function's own. */
  private final Faults classification = new Faults();

  private final ApiTester api = api();

  @ParameterizedTest
  @ValueSource(strings = {"2026-11-21/x/cat.png", "a b+c%20/😀 ü.png", "*"})
  void deletesEverythingThatWasMadeInAws(String key) {
    StoredVersion stored = image(key, "01");

    ApiResult response = delete(key);

    assertThat(response.status()).isEqualTo(204);
    assertThat(response.body()).isEmpty();
    assertThat(isCurrent(key)).isFalse();
    assertThat(stack.results().has("results/" + key + ".json")).isFalse();
    assertThat(stack.results().has("thumbnails/" + key + ".jpg")).isFalse();
    assertThat(table.image(key)).isEmpty();
    assertThat(stack.table().rows(key).keySet())
        .filteredOn(label -> !label.startsWith("*day#"))
        .containsExactly("*");
    assertThat(stack.table().summary(key))
        .containsOnlyKeys(
            "ImageName", "Label", "VersionId", "Sequencer", "Backup", "DeletedAt", "ExpiresAt")
        .containsEntry("VersionId", text(stored.versionId()))
        .containsEntry("Sequencer", text("01"));
  }

  @Test
  void keepsTheOriginalsVersionAndLetsTheTombstoneExpire() {
    StoredVersion stored = image("kept.png", "01");
    Instant before = Instant.now();

    delete("kept.png");

    byte[] original =
        stack
            .images()
            .s3()
            .getObjectAsBytes(
                request ->
                    request
                        .bucket(stack.images().name())
                        .key("kept.png")
                        .versionId(stored.versionId()))
            .asByteArray();
    assertThat(original).isEqualTo(Photos.read("chelsea.png"));
    long expiresAt = Long.parseLong(stack.table().summary("kept.png").get("ExpiresAt").n());
    assertThat(Instant.ofEpochSecond(expiresAt))
        .isBetween(
            before.plus(Duration.ofDays(45)).minusSeconds(1),
            Instant.now().plus(Duration.ofDays(45)));
  }

  @ParameterizedTest
  @ValueSource(ints = {1025, 2049, 8000})
  void respondsWith404ToAKeyThatNoObjectCanHave(int bytes) {
    List<String> before = stack.faults().calls();

    ApiResult response = delete("k".repeat(bytes));

    assertThat(response.status()).isEqualTo(404);
    assertThat(response.headers()).containsEntry("content-type", "application/problem+json");
    assertThat(stack.faults().calls()).isEqualTo(before);
  }

  /** S3's event of the hidden original reaches classify before the row is a tombstone. */
  @Test
  void respondsAsUsualWhenTheEventOfTheRemovalIsFaster() {
    image("faster.png", "01");
    stack
        .faults()
        .before(
            "UpdateItem",
            () ->
                table.update(
                    Tombstone.write(
                        RowUpdate.ofSummary("faster.png"),
                        table.summary("faster.png"),
                        Sequencer.NONE,
                        Instant.now())));

    assertThat(delete("faster.png").status()).isEqualTo(204);
    assertThat(isCurrent("faster.png")).isFalse();
  }

  @Test
  void respondsWith404ToAnImageThatNeverExisted() {
    ApiResult response = delete("never.png");

    assertThat(response.status()).isEqualTo(404);
    assertThat(response.json().get("detail").toString()).contains("never.png");
    assertThat(stack.table().rows("never.png")).isEmpty();
    assertThat(stack.faults().calls()).doesNotContain("DeleteObject");
  }

  @Test
  void respondsWith404ToAnImageThatIsAlreadyDeleted() {
    image("twice.png", "01");
    assertThat(delete("twice.png").status()).isEqualTo(204);
    Map<String, AttributeValue> tombstone = stack.table().summary("twice.png");

    assertThat(delete("twice.png").status()).isEqualTo(404);

    assertThat(stack.table().summary("twice.png")).isEqualTo(tombstone);
  }

  @Test
  void respondsWith404ToAKeyThatIsOnlyReserved() {
    table.update(RowUpdate.ofSummary("reserved.png").set("ClaimedBy", "upload-image"));

    assertThat(delete("reserved.png").status()).isEqualTo(404);

    assertThat(stack.table().summary("reserved.png")).containsKey("ClaimedBy");
  }

  @Test
  void deletesWhatWasRejected() {
    StoredVersion stored = stack.store("rejected.png", Photos.text("no photo"), "image/png", "01");
    classify(stored);

    assertThat(delete("rejected.png").status()).isEqualTo(204);

    assertThat(stack.table().summary("rejected.png")).doesNotContainKeys("Error", "Status");
  }

  @Test
  void staysDeletedWhenAnEventComesAgain() {
    StoredVersion stored = image("again.png", "01");
    delete("again.png");
    Map<String, Map<String, AttributeValue>> rows = stack.table().rows("again.png");

    classify(stored);

    assertThat(stack.table().rows("again.png")).isEqualTo(rows);
  }

  /** backup and thumbnail may have seen a version before classify has. */
  @Test
  void staysDeletedWhenTheEventOfANewerVersionWasStillOnItsWay() {
    image("late.png", "01");
    StoredVersion newer = stack.store("late.png", Photos.read("coffee.png"), "image/png", "02");
    backedUp(newer);
    delete("late.png");
    assertThat(stack.table().summary("late.png")).containsEntry("Sequencer", text("02"));
    Map<String, Map<String, AttributeValue>> rows = stack.table().rows("late.png");

    classify(newer);

    assertThat(stack.table().rows("late.png")).isEqualTo(rows);
  }

  @Test
  void staysDeletedWhenNoWorkerHadSeenTheNewerVersionYet() {
    image("unseen.png", "01");
    StoredVersion newer = stack.store("unseen.png", Photos.read("coffee.png"), "image/png", "02");
    delete("unseen.png");
    Map<String, Map<String, AttributeValue>> rows = stack.table().rows("unseen.png");

    classify(newer);

    assertThat(stack.table().rows("unseen.png")).isEqualTo(rows);
  }

  @Test
  void acceptsANewImageUnderTheSameKey() {
    image("new.png", "01");
    delete("new.png");

    StoredVersion stored = stack.store("new.png", Photos.read("coffee.png"), "image/png", "02");
    classify(stored);

    ImageRows image = table.image("new.png").orElseThrow();
    assertThat(image.summary().versionId()).contains(stored.versionId());
    assertThat(image.labels()).extracting(label -> label.name()).contains("Cup");
    assertThat(stack.table().summary("new.png")).doesNotContainKeys("DeletedAt", "ExpiresAt");
    assertThat(delete("new.png").status()).isEqualTo(204);
    assertThat(table.image("new.png")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"DetectLabels", "PutObject", "BatchWriteItem", "Publish"})
  void deletesAnImageThatIsBeingClassified(String operation) {
    String key = "during/" + operation;
    StoredVersion stored = stack.store(key, Photos.read("chelsea.png"), "image/png", "01");
    List<Integer> statuses = new CopyOnWriteArrayList<>();
    classification.before(operation, () -> statuses.add(delete(key).status()));

    classify(stored);

    assertThat(statuses).containsExactly(204);
    assertThat(stack.table().rows(key)).containsOnlyKeys("*");
    assertThat(stack.table().summary(key))
        .containsKeys("DeletedAt", "ExpiresAt")
        .doesNotContainKeys("Status", "UploadedAt", "ClaimedBy", "NotifiedAt");
    assertThat(stack.results().has("results/" + key + ".json")).isFalse();
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
    assertThat(delete(key).status()).isEqualTo(500);
    stack.faults().heal();
    Optional<ImageRows> between = table.image(key);
    if (failing <= 3) {
      assertThat(between.orElseThrow().labels()).isNotEmpty();
      assertThat(stack.results().has("results/" + key + ".json")).isTrue();
    } else {
      assertThat(between).isEmpty();
    }

    assertThat(delete(key).status()).isEqualTo(204);

    assertThat(isCurrent(key)).isFalse();
    assertThat(stack.table().rows(key)).containsOnlyKeys("*");
    assertThat(stack.results().has("results/" + key + ".json")).isFalse();
    assertThat(stack.results().has("thumbnails/" + key + ".jpg")).isFalse();
    assertThat(stack.table().summary(key)).doesNotContainKeys("ClaimedBy", "ThumbnailClaimedBy");
    assertThat(delete(key).status()).isEqualTo(404);
  }

  @Test
  void makesNoMoreCallsThanTheTestLetsFail() {
    image("calls.png", "01");

    delete("calls.png");

    assertThat(stack.faults().calls()).hasSize(CALLS);
  }

  @Test
  void asksToRetryWhileAnotherCallDeletesTheImage() {
    image("busy.png", "01");
    List<ApiResult> during = new CopyOnWriteArrayList<>();
    stack.faults().before("Query", () -> during.add(delete("busy.png")));

    assertThat(delete("busy.png").status()).isEqualTo(204);

    assertThat(during).hasSize(1);
    assertThat(during.get(0).status()).isEqualTo(409);
    assertThat(during.get(0).headers()).containsKey("retry-after");
  }

  @Test
  void startsOverWhenTheRowChangesInBetween() {
    image("changed.png", "01");
    StoredVersion newer = stack.store("changed.png", Photos.read("coffee.png"), "image/png", "02");
    stack.faults().before("DeleteObject", () -> classify(newer));

    assertThat(delete("changed.png").status()).isEqualTo(204);

    assertThat(table.image("changed.png")).isEmpty();
    assertThat(stack.table().rows("changed.png")).containsOnlyKeys("*");
    assertThat(stack.table().summary("changed.png")).containsEntry("Sequencer", text("02"));
  }

  @Test
  void respondsToAFailureWithAProblem() {
    image("broken.png", "01");
    stack.faults().refuse(DeleteObjectRequest.class);

    assertThat(delete("broken.png").status()).isEqualTo(500);

    assertThat(table.image("broken.png")).isPresent();
    assertThat(lines).anySatisfy(line -> assertThat(line).contains("Request failed"));
  }

  /** An image with all that the other functions make of it. */
  private StoredVersion image(String key, String sequencer) {
    StoredVersion stored = stack.store(key, Photos.read("chelsea.png"), "image/png", sequencer);
    classify(stored);
    backedUp(stored);
    stack.results().put("thumbnails/" + key + ".jpg", Photos.text("small"), "image/jpeg");
    table.update(
        RowUpdate.ofSummary(key)
            .set(
                "Thumbnail",
                new Thumbnail(
                        "thumbnails/" + key + ".jpg",
                        stored.versionId(),
                        "2026-11-21T08:00:03.000Z",
                        new Sequencer(stored.sequencer()))
                    .attribute()));
    return stored;
  }

  private void backedUp(StoredVersion stored) {
    table.update(
        RowUpdate.ofSummary(stored.key())
            .set(
                "Backup",
                new BackupCopy(
                        "https://azure/x",
                        "bWQ1",
                        "c2hhMjU2",
                        stored.versionId(),
                        "2026-11-21T08:00:05.000Z",
                        new Sequencer(stored.sequencer()),
                        Optional.empty())
                    .attribute()));
  }

  /** Does what classify does, with clients of its own. */
  private void classify(StoredVersion version) {
    try {
      new ImageClassifier(
              ClassificationSettings.from(new Environment(stack.environment())),
              ClassificationClients.of(new AwsClients(classification)),
              Clock.systemUTC())
          .classify(
              S3Notifications.parse(StoredVersion.message(version)).get(0),
              Instant.now().plusSeconds(30),
              Log.to("classify", lines::add));
    } catch (MalformedMessageException e) {
      throw new AssertionError(e);
    }
  }

  private ApiTester api() {
    stack.resetFaults();
    return new ApiTester(
        new DeleteImageHandler(
            new Environment(stack.environment()),
            new AwsClients(stack.faults()),
            Log.to("delete-image", lines::add),
            Clock.systemUTC()));
  }

  private ApiResult delete(String key) {
    return api.send(ApiEvents.image("DELETE /images/{key+}", key));
  }

  private boolean isCurrent(String key) {
    return stack.images().has(key);
  }

  private static AttributeValue text(String text) {
    return AttributeValue.fromS(text);
  }
}
