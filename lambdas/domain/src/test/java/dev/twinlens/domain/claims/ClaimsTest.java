package dev.twinlens.domain.claims;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.twinlens.domain.catalog.ImageTable;
import dev.twinlens.domain.catalog.RowUpdate;
import dev.twinlens.domain.events.ObjectCreated;
import dev.twinlens.domain.events.Sequencer;
import dev.twinlens.domain.storage.ImageBucket;
import dev.twinlens.testing.TestStack;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;

/** The protocol, on a real table: what holds for every task of every function. */
final class ClaimsTest {
  private static final Duration TIME_LEFT = Duration.ofSeconds(30);
  private static TestStack stack;

  private final String key = "image-" + UUID.randomUUID();
  private final StubTask task = new StubTask();
  private Claims claims;

  @BeforeAll
  static void start() {
    stack = TestStack.create();
  }

  @BeforeEach
  void create() {
    stack.resetFaults();
    claims = claims(Clock.systemUTC());
  }

  @Test
  void doesTheWorkUnderAClaimAndReleasesIt() {
    List<Map<String, AttributeValue>> during = new ArrayList<>();
    Instant deadline = Instant.now().plus(TIME_LEFT);
    task.working(claim -> during.add(summary()));

    assertThat(claims.attempt(task, version("01"), deadline)).isEqualTo(new Outcome.Done());

    assertThat(during.get(0)).containsKey("ThumbnailClaimedBy").doesNotContainKey("Note");
    assertThat(Instant.parse(during.get(0).get("ThumbnailClaimExpiresAt").s())).isAfter(deadline);
    assertThat(summary())
        .containsOnlyKeys("ImageName", "Label", "Note")
        .containsEntry("Note", AttributeValue.fromS("01"));
    assertThat(task.history()).containsExactly("prepared", "worked", "closed");
  }

  @Test
  void skipsAnEventThatComesAgainOrLate() {
    attempt(version("02"));
    Map<String, AttributeValue> row = summary();

    assertThat(attempt(version("02"))).isEqualTo(new Outcome.Skipped("already noted"));
    assertThat(attempt(version("01"))).isEqualTo(new Outcome.Skipped("already noted"));

    assertThat(summary()).isEqualTo(row);
    assertThat(task.history()).containsOnlyOnce("prepared");
  }

  @Test
  void leavesNoTraceOfAVersionThatNoLongerExists() {
    assertThat(attempt(task.gone(), version("01")))
        .isEqualTo(new Outcome.Skipped("the object version no longer exists"));

    assertThat(summary()).isEmpty();
  }

  @Test
  void isBusyWhileAnotherWorkerHoldsTheClaim() {
    List<Outcome> nested = new ArrayList<>();
    List<Instant> leases = new ArrayList<>();
    task.working(
        claim -> {
          leases.add(Instant.parse(summary().get("ThumbnailClaimExpiresAt").s()));
          nested.add(attempt(new StubTask(), version("01")));
          nested.add(attempt(new StubTask(), version("02")));
        });

    assertThat(attempt(version("01"))).isEqualTo(new Outcome.Done());

    Outcome busy = new Outcome.Busy(leases.get(0));
    assertThat(nested).containsExactly(busy, busy);
  }

  @Test
  void worksOnceHoweverManyWorkersHaveTheEvent() throws Exception {
    try (ExecutorService workers = Executors.newFixedThreadPool(6)) {
      List<Future<Outcome>> outcomes =
          workers.invokeAll(Collections.nCopies(6, () -> attempt(version("01"))));
      List<Outcome> found = new ArrayList<>();
      for (Future<Outcome> outcome : outcomes) {
        found.add(outcome.get());
      }
      assertThat(found).containsOnlyOnce(new Outcome.Done());
    }

    assertThat(attempt(version("01"))).isEqualTo(new Outcome.Skipped("already noted"));
    assertThat(task.history()).containsOnlyOnce("worked");
  }

  @Test
  void decidesAgainWhenTheRowChangesBeforeItIsClaimed() {
    task.whilePreparing(() -> stack.table().set(key, "Note", "02"));

    assertThat(attempt(version("01"))).isEqualTo(new Outcome.Skipped("already noted"));

    assertThat(task.history()).containsExactly("prepared", "closed");
    assertThat(summary()).containsEntry("Note", AttributeValue.fromS("02"));
  }

  @Test
  void preparesOnceHoweverOftenItDecides() {
    task.whilePreparing(() -> stack.table().set(key, "Note", "01"));

    assertThat(attempt(version("02"))).isEqualTo(new Outcome.Done());

    assertThat(task.history()).containsExactly("prepared", "worked", "closed");
  }

  @Test
  void claimsAllTheSameWhenSomethingChangesThatDecidesNothing() {
    task.whilePreparing(() -> stack.table().set(key, "ClaimedBy", "another"));

    assertThat(attempt(version("01"))).isEqualTo(new Outcome.Done());

    assertThat(summary()).containsKeys("Note", "ClaimedBy");
    assertThat(stack.faults().calls()).containsExactly("GetItem", "UpdateItem", "UpdateItem");
  }

  @Test
  void givesUpWhenTheRowKeepsChanging() {
    AtomicInteger changes = new AtomicInteger();
    stack
        .faults()
        .beforeEachCall(
            request -> {
              if (request instanceof UpdateItemRequest) {
                stack.table().set(key, "Note", "0" + changes.incrementAndGet());
              }
            });

    assertThatThrownBy(() -> attempt(version("9")))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("changed 5 times");

    assertThat(task.history()).containsExactly("prepared", "closed");
    assertThat(summary()).doesNotContainKey("ThumbnailClaimedBy");
  }

  @Test
  void takesOverFromAWorkerThatDied() {
    die(version("01"));
    assertThat(attempt(version("01"))).isInstanceOf(Outcome.Busy.class);

    claims = claims(Clock.offset(Clock.systemUTC(), TIME_LEFT.plusSeconds(6)));

    assertThat(attempt(version("01"))).isEqualTo(new Outcome.Done());
    assertThat(summary()).containsKey("Note").doesNotContainKey("ThumbnailClaimedBy");
  }

  @Test
  void releasesTheClaimOfAWorkerThatFails() {
    IllegalStateException failure = new IllegalStateException("cannot");
    task.working(
        claim -> {
          throw failure;
        });

    assertThatThrownBy(() -> attempt(version("01"))).isSameAs(failure).hasNoSuppressedExceptions();

    assertThat(summary()).containsOnlyKeys("ImageName", "Label");
    assertThat(task.history()).containsExactly("prepared", "worked", "closed");
  }

  @Test
  void reportsTheFirstFailureWhenTheClaimCannotBeReleasedEither() {
    IllegalStateException failure = new IllegalStateException("cannot");
    task.working(
        claim -> {
          stack.faults().refuse(UpdateItemRequest.class);
          throw failure;
        });

    assertThatThrownBy(() -> attempt(version("01"))).isSameAs(failure);

    assertThat(failure.getSuppressed()).singleElement().isInstanceOf(SdkClientException.class);
    assertThat(summary()).containsKey("ThumbnailClaimedBy");
  }

  @Test
  void completesWhicheverUpdateFails() {
    boolean failed = true;
    for (int n = 1; failed; n++) {
      ObjectCreated version = version(key + n, "01");
      BooleanSupplier happened = stack.faults().refuseNth(n, UpdateItemRequest.class::isInstance);
      try {
        assertThat(attempt(version)).isEqualTo(new Outcome.Done());
      } catch (SdkClientException e) {
        assertThat(happened.getAsBoolean()).as("update %d", n).isTrue();
      }
      stack.faults().heal();
      failed = happened.getAsBoolean();

      Outcome second = attempt(version);
      assertThat(second)
          .as("update %d", n)
          .isEqualTo(failed ? new Outcome.Done() : new Outcome.Skipped("already noted"));
      assertThat(stack.table().summary(version.key()))
          .containsOnlyKeys("ImageName", "Label", "Note");
      assertThat(n).as("updates").isLessThan(10);
    }
  }

  @Test
  void recordsNothingWhenAnotherWorkerHasTakenTheClaimOver() {
    task.working(claim -> stack.table().set(key, "ThumbnailClaimedBy", "another"));

    assertThat(attempt(version("01"))).isInstanceOf(Outcome.Busy.class);

    assertThat(summary())
        .doesNotContainKey("Note")
        .containsEntry("ThumbnailClaimedBy", AttributeValue.fromS("another"));
  }

  @Test
  void keepsTheClaimBetweenTwoUpdates() {
    List<Map<String, AttributeValue>> during = new CopyOnWriteArrayList<>();
    task.working(
        claim -> {
          claim.update(row -> row.set("Half", "done"));
          during.add(summary());
        });

    assertThat(attempt(version("01"))).isEqualTo(new Outcome.Done());

    assertThat(during.get(0)).containsKeys("Half", "ThumbnailClaimedBy");
  }

  @Test
  void reservesANewKeyUntilSomethingIsStored() {
    Instant deadline = Instant.now().plus(TIME_LEFT);
    Claim claim = claims.reserve(key, TaskType.THUMBNAIL, deadline);
    assertThat(Instant.ofEpochSecond(Long.parseLong(summary().get("ExpiresAt").n())))
        .isAfter(deadline.plus(Duration.ofHours(23)));
    assertThat(attempt(version("01"))).isInstanceOf(Outcome.Busy.class);

    claim.update(row -> row.set("UploadedAt", "2026-11-21T08:00:00.000Z"));

    assertThat(summary()).doesNotContainKey("ExpiresAt").containsKey("ThumbnailClaimedBy");
    assertThatThrownBy(() -> claims.reserve(key, TaskType.THUMBNAIL, deadline))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("already in use");
  }

  @Test
  void letsAReservationExpireThatIsReleased() {
    Claim claim = claims.reserve(key, TaskType.THUMBNAIL, Instant.now().plus(TIME_LEFT));

    claim.release();

    assertThat(summary()).containsOnlyKeys("ImageName", "Label", "ExpiresAt");
  }

  @Test
  void claimsSeveralTasksTogetherOrNone() {
    ImageTable table = new ImageTable(stack.functionDynamoDb(), stack.table().name());
    Lease lease = Lease.until(Instant.now().plus(TIME_LEFT));
    List<TaskType> both = List.of(TaskType.CLASSIFICATION, TaskType.THUMBNAIL);
    assertThat(claims.claim(both, table.summary(key), lease, RowUpdate.ofSummary(key)))
        .hasValueSatisfying(held -> assertThat(held).extracting(Claim::type).isEqualTo(both));

    stack.table().set(key, "ThumbnailClaimedBy", "another");
    var before = table.summary(key);
    stack.table().set(key, "ClaimedBy", "another");

    assertThat(claims.claim(both, before, lease, RowUpdate.ofSummary(key))).isEmpty();
    assertThat(summary())
        .containsEntry("ClaimedBy", AttributeValue.fromS("another"))
        .containsEntry("ThumbnailClaimedBy", AttributeValue.fromS("another"));
  }

  /** Ends in the middle of the work, as a process that is killed. */
  private void die(ObjectCreated version) {
    StubTask dying =
        new StubTask()
            .working(
                claim -> {
                  stack.faults().refuse(request -> true);
                  throw new IllegalStateException("killed");
                });
    assertThatThrownBy(() -> attempt(dying, version)).hasMessage("killed");
    stack.faults().heal();
  }

  private Outcome attempt(ObjectCreated version) {
    return attempt(task, version);
  }

  private Outcome attempt(StubTask task, ObjectCreated version) {
    return claims.attempt(task, version, Instant.now().plus(TIME_LEFT));
  }

  private ObjectCreated version(String sequencer) {
    return version(key, sequencer);
  }

  private static ObjectCreated version(String key, String sequencer) {
    return new ObjectCreated(
        stack.images().name(),
        key,
        "version-" + sequencer,
        new Sequencer(sequencer),
        1,
        Instant.parse("2026-11-21T08:00:00.123Z"));
  }

  private Map<String, AttributeValue> summary() {
    return stack.table().summary(key);
  }

  private static Claims claims(Clock clock) {
    return new Claims(
        new ImageTable(stack.functionDynamoDb(), stack.table().name()),
        new ImageBucket(stack.functionS3(), stack.images().name()),
        clock);
  }
}
