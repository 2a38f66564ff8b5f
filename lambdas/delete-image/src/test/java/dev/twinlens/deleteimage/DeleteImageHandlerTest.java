package dev.twinlens.deleteimage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twinlens.domain.catalog.ImageRows;
import dev.twinlens.domain.catalog.ImageTable;
import dev.twinlens.domain.catalog.RowUpdate;
import dev.twinlens.domain.catalog.Tombstone;
import dev.twinlens.domain.events.Sequencer;
import dev.twinlens.local.testing.Photos;
import dev.twinlens.testing.ApiResult;
import dev.twinlens.testing.StoredVersion;
import dev.twinlens.testing.TestStack;
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
  private final DeletionRig rig = new DeletionRig();

  private final TestStack stack = rig.stack();
  private final ImageTable table = rig.table();

  @ParameterizedTest
  @ValueSource(strings = {"2026-11-21/x/cat.png", "a b+c%20/😀 ü.png", "*"})
  void deletesEverythingThatWasMadeInAws(String key) {
    StoredVersion stored = rig.image(key, "01");

    ApiResult response = rig.delete(key);

    assertThat(response.status()).isEqualTo(204);
    assertThat(response.body()).isEmpty();
    assertThat(rig.isCurrent(key)).isFalse();
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
    StoredVersion stored = rig.image("kept.png", "01");
    Instant before = Instant.now();

    rig.delete("kept.png");

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

    ApiResult response = rig.delete("k".repeat(bytes));

    assertThat(response.status()).isEqualTo(404);
    assertThat(response.headers()).containsEntry("content-type", "application/problem+json");
    assertThat(stack.faults().calls()).isEqualTo(before);
  }

  /** S3's event of the hidden original reaches classify before the row is a tombstone. */
  @Test
  void respondsAsUsualWhenTheEventOfTheRemovalIsFaster() {
    rig.image("faster.png", "01");
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

    assertThat(rig.delete("faster.png").status()).isEqualTo(204);
    assertThat(rig.isCurrent("faster.png")).isFalse();
  }

  @Test
  void respondsWith404ToAnImageThatNeverExisted() {
    ApiResult response = rig.delete("never.png");

    assertThat(response.status()).isEqualTo(404);
    assertThat(response.json().get("detail").toString()).contains("never.png");
    assertThat(stack.table().rows("never.png")).isEmpty();
    assertThat(stack.faults().calls()).doesNotContain("DeleteObject");
  }

  @Test
  void respondsWith404ToAnImageThatIsAlreadyDeleted() {
    rig.image("twice.png", "01");
    assertThat(rig.delete("twice.png").status()).isEqualTo(204);
    Map<String, AttributeValue> tombstone = stack.table().summary("twice.png");

    assertThat(rig.delete("twice.png").status()).isEqualTo(404);

    assertThat(stack.table().summary("twice.png")).isEqualTo(tombstone);
  }

  @Test
  void respondsWith404ToAKeyThatIsOnlyReserved() {
    table.update(RowUpdate.ofSummary("reserved.png").set("ClaimedBy", "upload-image"));

    assertThat(rig.delete("reserved.png").status()).isEqualTo(404);

    assertThat(stack.table().summary("reserved.png")).containsKey("ClaimedBy");
  }

  @Test
  void deletesWhatWasRejected() {
    StoredVersion stored = stack.store("rejected.png", Photos.text("no photo"), "image/png", "01");
    rig.classify(stored);

    assertThat(rig.delete("rejected.png").status()).isEqualTo(204);

    assertThat(stack.table().summary("rejected.png")).doesNotContainKeys("Error", "Status");
  }

  @Test
  void staysDeletedWhenAnEventComesAgain() {
    StoredVersion stored = rig.image("again.png", "01");
    rig.delete("again.png");
    Map<String, Map<String, AttributeValue>> rows = stack.table().rows("again.png");

    rig.classify(stored);

    assertThat(stack.table().rows("again.png")).isEqualTo(rows);
  }

  /** backup and thumbnail may have seen a version before classify has. */
  @Test
  void staysDeletedWhenTheEventOfANewerVersionWasStillOnItsWay() {
    rig.image("late.png", "01");
    StoredVersion newer = stack.store("late.png", Photos.read("coffee.png"), "image/png", "02");
    rig.backedUp(newer);
    rig.delete("late.png");
    assertThat(stack.table().summary("late.png")).containsEntry("Sequencer", text("02"));
    Map<String, Map<String, AttributeValue>> rows = stack.table().rows("late.png");

    rig.classify(newer);

    assertThat(stack.table().rows("late.png")).isEqualTo(rows);
  }

  @Test
  void staysDeletedWhenNoWorkerHadSeenTheNewerVersionYet() {
    rig.image("unseen.png", "01");
    StoredVersion newer = stack.store("unseen.png", Photos.read("coffee.png"), "image/png", "02");
    rig.delete("unseen.png");
    Map<String, Map<String, AttributeValue>> rows = stack.table().rows("unseen.png");

    rig.classify(newer);

    assertThat(stack.table().rows("unseen.png")).isEqualTo(rows);
  }

  @Test
  void acceptsANewImageUnderTheSameKey() {
    rig.image("new.png", "01");
    rig.delete("new.png");

    StoredVersion stored = stack.store("new.png", Photos.read("coffee.png"), "image/png", "02");
    rig.classify(stored);

    ImageRows image = table.image("new.png").orElseThrow();
    assertThat(image.summary().versionId()).contains(stored.versionId());
    assertThat(image.labels()).extracting(label -> label.name()).contains("Cup");
    assertThat(stack.table().summary("new.png")).doesNotContainKeys("DeletedAt", "ExpiresAt");
    assertThat(rig.delete("new.png").status()).isEqualTo(204);
    assertThat(table.image("new.png")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"DetectLabels", "PutObject", "BatchWriteItem", "Publish"})
  void deletesAnImageThatIsBeingClassified(String operation) {
    String key = "during/" + operation;
    StoredVersion stored = stack.store(key, Photos.read("chelsea.png"), "image/png", "01");
    List<Integer> statuses = new CopyOnWriteArrayList<>();
    rig.classification().before(operation, () -> statuses.add(rig.delete(key).status()));

    rig.classify(stored);

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
    rig.image(key, "01");
    AtomicInteger left = new AtomicInteger(failing);
    stack.faults().refuse(request -> left.decrementAndGet() == 0);
    assertThat(rig.delete(key).status()).isEqualTo(500);
    stack.faults().heal();
    Optional<ImageRows> between = table.image(key);
    if (failing <= 3) {
      assertThat(between.orElseThrow().labels()).isNotEmpty();
      assertThat(stack.results().has("results/" + key + ".json")).isTrue();
    } else {
      assertThat(between).isEmpty();
    }

    assertThat(rig.delete(key).status()).isEqualTo(204);

    assertThat(rig.isCurrent(key)).isFalse();
    assertThat(stack.table().rows(key)).containsOnlyKeys("*");
    assertThat(stack.results().has("results/" + key + ".json")).isFalse();
    assertThat(stack.results().has("thumbnails/" + key + ".jpg")).isFalse();
    assertThat(stack.table().summary(key)).doesNotContainKeys("ClaimedBy", "ThumbnailClaimedBy");
    assertThat(rig.delete(key).status()).isEqualTo(404);
  }

  @Test
  void makesNoMoreCallsThanTheTestLetsFail() {
    rig.image("calls.png", "01");

    rig.delete("calls.png");

    assertThat(stack.faults().calls()).hasSize(CALLS);
  }

  @Test
  void asksToRetryWhileAnotherCallDeletesTheImage() {
    rig.image("busy.png", "01");
    List<ApiResult> during = new CopyOnWriteArrayList<>();
    stack.faults().before("Query", () -> during.add(rig.delete("busy.png")));

    assertThat(rig.delete("busy.png").status()).isEqualTo(204);

    assertThat(during).hasSize(1);
    assertThat(during.get(0).status()).isEqualTo(409);
    assertThat(during.get(0).headers()).containsKey("retry-after");
  }

  @Test
  void startsOverWhenTheRowChangesInBetween() {
    rig.image("changed.png", "01");
    StoredVersion newer = stack.store("changed.png", Photos.read("coffee.png"), "image/png", "02");
    stack.faults().before("DeleteObject", () -> rig.classify(newer));

    assertThat(rig.delete("changed.png").status()).isEqualTo(204);

    assertThat(table.image("changed.png")).isEmpty();
    assertThat(stack.table().rows("changed.png")).containsOnlyKeys("*");
    assertThat(stack.table().summary("changed.png")).containsEntry("Sequencer", text("02"));
  }

  @Test
  void respondsToAFailureWithAProblem() {
    rig.image("broken.png", "01");
    stack.faults().refuse(DeleteObjectRequest.class);

    assertThat(rig.delete("broken.png").status()).isEqualTo(500);

    assertThat(table.image("broken.png")).isPresent();
    assertThat(rig.lines()).anySatisfy(line -> assertThat(line).contains("Request failed"));
  }

  private static AttributeValue text(String text) {
    return AttributeValue.fromS(text);
  }
}
