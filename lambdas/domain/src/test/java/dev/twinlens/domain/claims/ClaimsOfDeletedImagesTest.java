package dev.twinlens.domain.claims;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.twinlens.domain.catalog.ImageTable;
import dev.twinlens.domain.catalog.RowUpdate;
import dev.twinlens.domain.catalog.Tombstone;
import dev.twinlens.domain.events.ObjectCreated;
import dev.twinlens.domain.events.Sequencer;
import dev.twinlens.domain.storage.ImageBucket;
import dev.twinlens.testing.TestStack;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** The protocol where an image is deleted before, while, or after a worker processes it. */
final class ClaimsOfDeletedImagesTest {
  private static final Duration TIME_LEFT = Duration.ofSeconds(30);
  private static final Outcome DELETED = new Outcome.Skipped("the object version was deleted");
  private static TestStack stack;

  private final String key = "image-" + UUID.randomUUID();
  private final StubTask task = new StubTask();
  private Clock clock = Clock.systemUTC();
  private ImageTable table;
  private Claims claims;

  @BeforeAll
  static void start() {
    stack = TestStack.create();
  }

  @BeforeEach
  void create() {
    stack.resetFaults();
    table = new ImageTable(stack.functionDynamoDb(), stack.table().name());
    claims = claims();
  }

  @Test
  void skipsAVersionThatWasDeleted() {
    ObjectCreated version = storedAs("01");
    stack.table().set(key, "Sequencer", "01");
    delete();
    Map<String, AttributeValue> tombstone = summary();

    assertThat(attempt(version)).isEqualTo(DELETED);

    assertThat(summary()).isEqualTo(tombstone);
    assertThat(task.history()).isEmpty();
  }

  /** S3 gives the sequencer in events only: of what upload-image stored, the row has none. */
  @Test
  void knowsAVersionThatWasDeletedBeforeItsEventCameById() {
    ObjectCreated version = storedAs("01");
    stack.table().set(key, "VersionId", version.versionId());
    delete();

    assertThat(attempt(version)).isEqualTo(DELETED);
    assertThat(stack.faults().calls()).containsExactly("GetItem");
  }

  @Test
  void skipsANewerVersionThatWasDeletedTogetherWithTheOlder() {
    stack.table().set(key, "Sequencer", "01");
    ObjectCreated newer = storedAs("02");
    delete();

    assertThat(attempt(newer)).isEqualTo(DELETED);
    assertThat(stack.faults().calls()).containsExactly("GetItem", "HeadObject");
  }

  @Test
  void worksOnWhatIsUploadedAfterTheDeletion() {
    stack.table().set(key, "Sequencer", "01");
    delete();
    Map<String, AttributeValue> tombstone = summary();
    ObjectCreated newer = storedAs("02");

    assertThat(attempt(newer)).isEqualTo(new Outcome.Done());

    assertThat(summary())
        .containsAllEntriesOf(tombstone)
        .containsEntry("Note", AttributeValue.fromS("02"));
  }

  @Test
  void clearsUpWhenTheImageIsDeletedDuringTheWork() {
    ObjectCreated version = storedAs("01");
    task.working(claim -> delete());

    assertThat(attempt(version)).isEqualTo(new Outcome.ClearedUp());

    assertThat(task.history()).containsExactly("prepared", "worked", "cleared", "closed");
    assertThat(summary())
        .containsKey("DeletedAt")
        .doesNotContainKeys("Note", "ThumbnailClaimedBy", "ThumbnailClaimExpiresAt");
  }

  @Test
  void clearsUpWhenTheImageOfALaterUploadIsDeletedAgainDuringTheWork() {
    stack.table().set(key, "Sequencer", "01");
    delete();
    ObjectCreated newer = storedAs("02");
    task.working(
        claim -> {
          stack.table().set(key, "Sequencer", "02");
          delete();
        });

    assertThat(attempt(newer)).isEqualTo(new Outcome.ClearedUp());

    assertThat(summary()).doesNotContainKeys("Note", "ThumbnailClaimedBy");
  }

  @Test
  void worksOnWhenClassifyMakesTheTombstoneARowDuringTheWork() {
    stack.table().set(key, "Sequencer", "01");
    delete();
    ObjectCreated newer = storedAs("02");
    task.working(
        claim ->
            table.update(
                RowUpdate.ofSummary(key)
                    .set("UploadedAt", "2026-11-21T08:00:00.000Z")
                    .remove("DeletedAt")));

    assertThat(attempt(newer)).isEqualTo(new Outcome.Done());

    assertThat(summary()).containsKey("Note").doesNotContainKey("DeletedAt");
  }

  @Test
  void keepsTheClaimOfAWorkerThatFailsAfterTheDeletionUntilItsLeaseEnds() {
    ObjectCreated version = storedAs("01");
    task.working(
        claim -> {
          delete();
          throw new IllegalStateException("cannot");
        });
    assertThatThrownBy(() -> attempt(version)).hasMessage("cannot");
    assertThat(summary()).containsKeys("DeletedAt", "ThumbnailClaimedBy");

    assertThat(attempt(version)).isInstanceOf(Outcome.Busy.class);
    later();
    assertThat(attempt(version)).isEqualTo(new Outcome.ClearedUp());

    assertThat(task.history()).containsExactly("prepared", "worked", "closed", "cleared");
    assertThat(attempt(version)).isEqualTo(DELETED);
  }

  @Test
  void keepsTheClaimWhenTheClearUpFails() {
    ObjectCreated version = storedAs("01");
    task.working(claim -> delete())
        .whileClearing(
            () -> {
              throw new IllegalStateException("cannot clear");
            });
    assertThatThrownBy(() -> attempt(version)).hasMessage("cannot clear");
    assertThat(summary()).containsKeys("DeletedAt", "ThumbnailClaimedBy");
    task.whileClearing(() -> {});

    later();
    assertThat(attempt(version)).isEqualTo(new Outcome.ClearedUp());

    assertThat(summary()).doesNotContainKey("ThumbnailClaimedBy");
  }

  @Test
  void clearsUpOnceWhenTwoWorkersFindALapsedClaim() {
    ObjectCreated version = storedAs("01");
    task.working(
        claim -> {
          delete();
          throw new IllegalStateException("cannot");
        });
    assertThatThrownBy(() -> attempt(version)).hasMessage("cannot");
    later();
    StubTask other = new StubTask();
    task.whileClearing(
        () ->
            assertThat(claims.attempt(other, version, deadline()))
                .isInstanceOf(Outcome.Busy.class));

    assertThat(attempt(version)).isEqualTo(new Outcome.ClearedUp());

    assertThat(other.history()).isEmpty();
  }

  private void delete() {
    stack.images().delete(key);
    ImageTable unfailing = new ImageTable(stack.table().dynamoDb(), stack.table().name());
    unfailing.update(
        Tombstone.write(
            RowUpdate.ofSummary(key), unfailing.summary(key), Sequencer.NONE, Instant.now()));
  }

  private ObjectCreated storedAs(String sequencer) {
    String version = stack.images().put(key, new byte[] {1}, "image/png");
    return new ObjectCreated(
        stack.images().name(),
        key,
        version,
        new Sequencer(sequencer),
        1,
        Instant.parse("2026-11-21T08:00:00.123Z"));
  }

  private Outcome attempt(ObjectCreated version) {
    return claims.attempt(task, version, deadline());
  }

  private Instant deadline() {
    return clock.instant().plus(TIME_LEFT);
  }

  /** When every lease that was taken so far has ended. */
  private void later() {
    clock = Clock.offset(Clock.systemUTC(), TIME_LEFT.plusSeconds(6));
    claims = claims();
  }

  private Map<String, AttributeValue> summary() {
    return stack.table().summary(key);
  }

  private Claims claims() {
    return new Claims(table, new ImageBucket(stack.functionS3(), stack.images().name()), clock);
  }
}
