package dev.twinlens.testing;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse;
import com.amazonaws.services.lambda.runtime.events.SQSEvent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;

/**
 * What every function that handles created objects guarantees: a version is handled once, whatever
 * fails in between, and nothing is left of an image that is deleted at any moment of the work.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class ConsumerContract {
  private static final String LONG_AGO = "2026-11-21T08:00:00.000Z";
  private static final Path PHOTOS = Path.of(System.getProperty("twinlens.photos"));

  /** One for each test: a function may remember what it did for other images. */
  private TestStack stack = TestStack.create();

  private ConsumerTester consumer;

  /** The function, whose clients have the stack's faults. */
  protected abstract RequestHandler<SQSEvent, SQSBatchResponse> function();

  /** The attribute with the owner of the function's claim. */
  protected abstract String claimedBy();

  /** The attribute with the end of the function's claim. */
  protected abstract String claimExpiresAt();

  /** Calls that the function makes while it holds its claim, the recording one last. */
  protected abstract Stream<Named<Predicate<SdkRequest>>> work();

  /** The version that the function has handled, as the summary row says; the last one of it. */
  protected abstract Optional<String> handledVersion(Map<String, AttributeValue> summary);

  /** Whether there is anything that the function makes, beside the summary row. */
  protected abstract boolean hasMade(String key);

  /** Whether the function makes a tombstone the row of a later upload. */
  protected boolean describesTheImage() {
    return false;
  }

  /** Makes the summary row a tombstone, as delete-image does. */
  protected abstract void writeTombstone(String key);

  /** Calls that set this attribute of a row. */
  protected static Predicate<SdkRequest> updating(String attribute) {
    return request ->
        request instanceof UpdateItemRequest update
            && update.updateExpression() != null
            && update.updateExpression().contains("#" + attribute + " = ");
  }

  protected final TestStack stack() {
    return stack;
  }

  @BeforeEach
  final void createConsumer() {
    stack = TestStack.create();
    consumer = new ConsumerTester(function());
  }

  @Test
  void handlesAVersionOnce() {
    StoredVersion version = store("once", "chelsea.png", "01");
    assertThat(consumer.failures(version)).isEmpty();
    assertThat(hasMade("once")).isTrue();
    Map<String, Map<String, AttributeValue>> rows = stack.table().rows("once");
    Map<String, AttributeValue> summary = stack.table().summary("once");
    assertThat(handledVersion(summary)).contains(version.versionId());
    assertThat(summary).doesNotContainKeys(claimedBy(), claimExpiresAt());
    List<String> calls = stack.faults().calls();

    assertThat(consumer.failures(version)).isEmpty();

    assertThat(stack.table().rows("once")).isEqualTo(rows);
    assertThat(stack.faults().calls()).hasSize(calls.size() + 1).last().isEqualTo("GetItem");
  }

  @Test
  void completesWhicheverUpdateOfTheSummaryFails() {
    boolean failed = true;
    for (int n = 1; failed; n++) {
      String key = "update-" + n;
      StoredVersion version = store(key, "chelsea.png", "01");
      BooleanSupplier happened =
          stack.faults().refuseNth(n, request -> isUpdateOfSummary(request, key));

      List<String> failures = consumer.failures(version);
      stack.faults().heal();
      failed = happened.getAsBoolean();

      assertThat(failures).as("update %d", n).isEqualTo(failed ? List.of("m0") : List.of());
      assertThat(consumer.failures(version)).as("update %d", n).isEmpty();
      Map<String, AttributeValue> summary = stack.table().summary(key);
      assertThat(handledVersion(summary)).contains(version.versionId());
      assertThat(summary).doesNotContainKeys(claimedBy(), claimExpiresAt());
      assertThat(n).as("updates").isLessThan(20);
    }
  }

  @Test
  void recordsNothingWhenAnotherWorkerHasTakenTheClaimOver() {
    StoredVersion version = store("taken-over", "chelsea.png", "01");
    stack
        .faults()
        .before(last(work()), () -> stack.table().set("taken-over", claimedBy(), "another"));

    assertThat(consumer.failures(version)).containsExactly("m0");

    assertThat(stack.table().summary("taken-over"))
        .containsEntry(claimedBy(), AttributeValue.fromS("another"));
  }

  @Test
  void doesNothingForAVersionThatNoLongerExists() {
    StoredVersion version = store("gone", "chelsea.png", "01");
    stack.images().destroy("gone", version.versionId());

    assertThat(consumer.failures(version)).isEmpty();

    assertThat(stack.table().rows("gone")).isEmpty();
    assertThat(hasMade("gone")).isFalse();
  }

  @Test
  void doesNothingForAVersionThatWasDeleted() {
    StoredVersion version = store("deleted", "chelsea.png", "01");
    assertThat(consumer.failures(version)).isEmpty();
    delete("deleted");
    Map<String, AttributeValue> tombstone = stack.table().summary("deleted");
    int calls = stack.faults().calls().size();

    assertThat(consumer.failures(version)).isEmpty();

    assertThat(stack.table().summary("deleted")).isEqualTo(tombstone);
    assertThat(stack.faults().calls()).hasSize(calls + 1);
  }

  /** It was in the bucket when the image was deleted, but its event had not arrived yet. */
  @Test
  void doesNothingForANewerVersionThatWasDeletedToo() {
    assertThat(consumer.failures(store("both", "chelsea.png", "01"))).isEmpty();
    StoredVersion newer = store("both", "coffee.png", "02");
    delete("both");
    Map<String, AttributeValue> tombstone = stack.table().summary("both");

    assertThat(consumer.failures(newer)).isEmpty();

    assertThat(stack.table().summary("both")).isEqualTo(tombstone);
  }

  @Test
  void handlesWhatIsUploadedAfterADeletion() {
    assertThat(consumer.failures(store("again", "chelsea.png", "01"))).isEmpty();
    delete("again");
    StoredVersion newer = store("again", "coffee.png", "02");

    assertThat(consumer.failures(newer)).isEmpty();

    Map<String, AttributeValue> summary = stack.table().summary("again");
    assertThat(handledVersion(summary)).contains(newer.versionId());
    assertThat(summary).doesNotContainKeys(claimedBy(), claimExpiresAt());
    assertThat(summary.containsKey("DeletedAt")).isNotEqualTo(describesTheImage());
    assertThat(summary.containsKey("UploadedAt")).isEqualTo(describesTheImage());
  }

  @ParameterizedTest
  @MethodSource("work")
  void leavesNothingOfAnImageThatIsDeletedDuringTheWork(Predicate<SdkRequest> call) {
    String key = newKey();
    StoredVersion version = store(key, "chelsea.png", "01");
    stack.faults().before(call, () -> delete(key));

    assertThat(consumer.failures(version)).isEmpty();

    assertCleared(key);
  }

  @ParameterizedTest
  @MethodSource("work")
  void clearsUpAfterAWorkerThatDiedWhileTheImageWasDeleted(Predicate<SdkRequest> call) {
    String key = newKey();
    StoredVersion version = store(key, "chelsea.png", "01");
    stack
        .faults()
        .before(
            call,
            () -> {
              delete(key);
              stack.faults().refuse(request -> true);
            });
    assertThat(consumer.failures(version)).containsExactly("m0");
    assertThat(stack.table().summary(key)).containsKeys("DeletedAt", claimedBy());
    stack.faults().heal();
    assertThat(consumer.failures(version)).as("while the lease lasts").containsExactly("m0");
    stack.table().set(key, claimExpiresAt(), LONG_AGO);

    assertThat(consumer.failures(version)).isEmpty();

    assertCleared(key);
  }

  private void assertCleared(String key) {
    assertThat(stack.table().summary(key))
        .containsKey("DeletedAt")
        .doesNotContainKeys("UploadedAt", "Status", claimedBy(), claimExpiresAt());
    assertThat(handledVersion(stack.table().summary(key))).isEmpty();
    assertThat(hasMade(key)).isFalse();
  }

  private static String newKey() {
    return "image-" + UUID.randomUUID();
  }

  private StoredVersion store(String key, String photo, String sequencer) {
    try {
      return stack.store(key, Files.readAllBytes(PHOTOS.resolve(photo)), "image/png", sequencer);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void delete(String key) {
    stack.images().delete(key);
    writeTombstone(key);
  }

  private static <T> T last(Stream<Named<T>> all) {
    return all.reduce((first, second) -> second).orElseThrow().getPayload();
  }

  private static boolean isUpdateOfSummary(SdkRequest request, String key) {
    return request instanceof UpdateItemRequest update
        && AttributeValue.fromS(key).equals(update.key().get("ImageName"));
  }
}
