package dev.twinlens.classification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.twinlens.domain.catalog.BackupCopy;
import dev.twinlens.domain.catalog.ImageTable;
import dev.twinlens.domain.catalog.ReceivedImage;
import dev.twinlens.domain.catalog.RestoreTable;
import dev.twinlens.domain.catalog.RestoredUpload;
import dev.twinlens.domain.catalog.RowUpdate;
import dev.twinlens.domain.claims.Outcome;
import dev.twinlens.domain.events.MalformedMessageException;
import dev.twinlens.domain.events.ObjectCreated;
import dev.twinlens.domain.events.ObjectEvent;
import dev.twinlens.domain.events.S3Notifications;
import dev.twinlens.domain.hashes.Hashes;
import dev.twinlens.domain.storage.StoredImage;
import dev.twinlens.local.testing.Photos;
import dev.twinlens.runtime.aws.AwsClients;
import dev.twinlens.runtime.config.Environment;
import dev.twinlens.runtime.logging.Log;
import dev.twinlens.testing.StoredVersion;
import dev.twinlens.testing.TestStack;
import java.time.Clock;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** With a detector that finds what the test says; classify's own tests have the real one. */
final class ImageClassifierTest {
  private static final Outcome DONE = new Outcome.Done();

  /** One for each test: the classifier remembers what bytes show. */
  private final TestStack stack = TestStack.create();

  private final List<String> lines = new CopyOnWriteArrayList<>();
  private final StubDetector detector = new StubDetector().finds("Cat", "Animal");
  private ImageClassifier classifier;

  @BeforeEach
  void create() {
    classifier =
        new ImageClassifier(
            ClassificationSettings.from(new Environment(stack.environment())),
            ClassificationClients.of(new AwsClients(stack.faults())),
            detector,
            Clock.systemUTC());
  }

  @Test
  void writesResultRowsAndSummaryBeforeItNotifies() {
    ObjectCreated cat = stored("cat.png", Photos.read("chelsea.png"));

    assertThat(classify(cat)).isEqualTo(DONE);

    assertThat(stack.faults().calls())
        .filteredOn(List.of("PutObject", "BatchWriteItem", "Publish")::contains)
        .containsExactly("PutObject", "BatchWriteItem", "Publish");
    assertThat(stack.table().rows("cat.png")).containsOnlyKeys("*", "Cat", "Animal");
    assertThat(stack.results().bytes("results/cat.png.json")).asString().contains("Labels");
    assertThat(stack.notifications("cat.png", 1).get(0))
        .containsEntry("versionId", cat.versionId());
  }

  @Test
  void labelsAPhotoInWhichNothingIsRecognised() {
    detector.finds();

    assertThat(classify(stored("rocket.jpg", Photos.read("rocket.jpg")))).isEqualTo(DONE);

    assertThat(stack.table().rows("rocket.jpg")).containsOnlyKeys("*");
    assertThat(status("rocket.jpg")).isEqualTo("labelled");
    assertThat(stack.notifications("rocket.jpg", 1).get(0)).containsEntry("labels", List.of());
  }

  static Stream<Arguments> badFiles() {
    byte[] cat = Photos.read("chelsea.png");
    byte[] rocket = Photos.read("rocket.jpg");
    return Stream.of(
        Arguments.of(
            "text.jpg", Photos.text("This is a text that calls itself a photo."), "not an image"),
        Arguments.of("empty.png", new byte[0], "empty"),
        Arguments.of("half.jpg", Photos.firstHalf(rocket), "cut off"),
        Arguments.of("half.png", Photos.firstHalf(cat), "cut off"),
        Arguments.of("bomb.png", Photos.pngThatClaims(50_000, 50_000), "50,000 × 50,000"),
        Arguments.of("bomb.jpg", Photos.jpegThatClaims(50_000, 50_000), "50,000 × 50,000"),
        Arguments.of("tiny.png", Photos.plain("png", 79, 79), "79 × 79"),
        Arguments.of("photo.gif", Photos.plain("gif", 100, 100), "GIF"),
        Arguments.of(
            "large.jpg",
            Photos.followedBy(rocket, new byte[15 * 1024 * 1024]),
            "at most 15,728,640"));
  }

  @ParameterizedTest
  @MethodSource("badFiles")
  void rejectsWhatCannotBeLabelledWithAReason(String name, byte[] bytes, String reason) {
    ObjectCreated bad = stored("rejected/" + name, bytes);

    assertThat(classify(bad)).isEqualTo(DONE);

    Map<String, Map<String, AttributeValue>> rows = stack.table().rows(bad.key());
    assertThat(rows).containsOnlyKeys("*");
    assertThat(rows.get("*").get("Status").s()).isEqualTo("rejected");
    assertThat(rows.get("*").get("Error").s()).contains(reason);
    assertThat(rows.get("*").get("Size").n()).isEqualTo(Integer.toString(bytes.length));
    assertThat(rows.get("*")).doesNotContainKey("ClaimedBy").containsKey("Day");
    assertThat(detector.versions()).isEmpty();
    assertThat(stack.faults().calls()).doesNotContain("Publish");
  }

  @Test
  void asksOnceAboutTheSameBytesWhileAnImageHasThem() {
    byte[] photo = Photos.read("chelsea.png");
    classify(stored("first.png", photo));
    ObjectCreated again = stored("first.png", photo, StoredVersion.SEQUENCER + "01");

    assertThat(classify(again)).isEqualTo(DONE);
    assertThat(classify(stored("second.png", photo))).isEqualTo(DONE);

    assertThat(detector.versions()).hasSize(1);
    assertThat(stack.table().rows("second.png")).containsOnlyKeys("*", "Cat", "Animal");
    assertThat(stack.results().bytes("results/second.png.json"))
        .isEqualTo(stack.results().bytes("results/first.png.json"));
    assertThat(stack.notifications("second.png", 1)).hasSize(1);
  }

  @Test
  void asksAgainWhenNoImageHasTheBytesAnyMore() {
    byte[] photo = Photos.read("chelsea.png");
    classify(stored("deleted.png", photo));
    stack.table().set("deleted.png", "DeletedAt", "2026-11-21T08:00:00.000Z");

    classify(stored("other.png", photo));

    assertThat(detector.versions()).hasSize(2);
  }

  @Test
  void showsTheFirstUploadOfAPhotoThatWasPutBack() {
    byte[] photo = Photos.read("chelsea.png");
    new RestoreTable(new ImageTable(stack.table().dynamoDb(), stack.table().name()))
        .announce(
            "back.png",
            new RestoredUpload(
                Hashes.sha256Base64(photo),
                Instant.parse("2020-01-02T03:04:05Z"),
                Optional.empty()),
            Instant.now());
    String version =
        stack
            .images()
            .s3()
            .putObject(
                put ->
                    put.bucket(stack.images().name())
                        .key("back.png")
                        .checksumSHA256(Hashes.sha256Base64(photo)),
                RequestBody.fromBytes(photo))
            .versionId();

    classify(
        event(
            new StoredVersion(
                stack.images().name(),
                "back.png",
                version,
                StoredVersion.SEQUENCER,
                photo.length)));

    assertThat(stack.table().summary("back.png").get("UploadedAt").s())
        .isEqualTo("2020-01-02T03:04:05.000Z");
    assertThat(stack.table().summary("back.png").get("Day").s()).isEqualTo("2020-01-02");
    assertThat(stack.table().summary("back.png")).doesNotContainKey("ExpiresAt");
    assertThat(stack.notifications("back.png", 1).get(0))
        .containsEntry("uploadedAt", "2020-01-02T03:04:05.000Z");
  }

  @Test
  void replacesTheLabelsOfAnOverwrittenPhoto() {
    assertThat(classify(stored("overwritten.png", Photos.read("chelsea.png"), "01")))
        .isEqualTo(DONE);
    ObjectCreated cup = stored("overwritten.png", Photos.read("coffee.png"), "02");
    detector.finds("Cup");

    assertThat(classify(cup)).isEqualTo(DONE);

    assertThat(stack.table().rows("overwritten.png")).containsOnlyKeys("*", "Cup");
    assertThat(stack.table().summary("overwritten.png"))
        .containsEntry("VersionId", AttributeValue.fromS(cup.versionId()));
    stack.notifications("overwritten.png", 2);
  }

  @Test
  void dropsTheLabelsWhenAPhotoIsOverwrittenBySomethingElse() {
    assertThat(classify(stored("spoilt.png", Photos.read("chelsea.png"), "01"))).isEqualTo(DONE);

    assertThat(classify(stored("spoilt.png", Photos.text("no photo"), "02"))).isEqualTo(DONE);

    assertThat(stack.table().rows("spoilt.png")).containsOnlyKeys("*");
    assertThat(stack.table().summary("spoilt.png"))
        .containsKey("Error")
        .doesNotContainKeys("Labels", "ResultKey", "NotifiedAt");
    stack.notifications("spoilt.png", 1);
  }

  @Test
  void skipsAnOlderVersionWhoseEventComesLate() {
    ObjectCreated cat = stored("late.png", Photos.read("chelsea.png"), "01");
    ObjectCreated cup = stored("late.png", Photos.read("coffee.png"), "0100000001");
    assertThat(classify(cup)).isEqualTo(DONE);

    assertThat(classify(cat)).isEqualTo(new Outcome.Skipped("a newer version replaced it"));

    assertThat(detector.versions()).containsExactly(cup.versionId());
    stack.notifications("late.png", 1);
  }

  @Test
  void examinesAPhotoOnceHoweverManyWorkersHaveTheEvent() throws Exception {
    ObjectCreated crowd = stored("crowd.png", Photos.read("chelsea.png"));
    try (ExecutorService workers = Executors.newFixedThreadPool(6)) {
      Callable<Outcome> worker = () -> classify(crowd);
      for (Future<Outcome> outcome : workers.invokeAll(Collections.nCopies(6, worker))) {
        outcome.get();
      }
    }

    assertThat(classify(crowd)).isEqualTo(new Outcome.Skipped("already labelled"));
    assertThat(detector.versions()).hasSize(1);
    assertThat(stack.faults().calls()).containsOnlyOnce("Publish");
    assertThat(status("crowd.png")).isEqualTo("labelled");
    stack.notifications("crowd.png", 1);
  }

  @Test
  void isBusyWhileAnotherWorkerHasTheSameEvent() {
    ObjectCreated twice = stored("twice.png", Photos.read("chelsea.png"));
    List<Outcome> nested = new CopyOnWriteArrayList<>();
    detector.whileDetecting(() -> nested.add(classify(twice)));

    assertThat(classify(twice)).isEqualTo(DONE);

    assertThat(nested).singleElement().isInstanceOf(Outcome.Busy.class);
    assertThat(detector.versions()).hasSize(1);
    stack.notifications("twice.png", 1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"HeadObject", "PutObject", "BatchWriteItem", "Publish"})
  void completesOnTheNextDeliveryWhatAFailureInterrupted(String operation) {
    ObjectCreated photo = stored("interrupted/" + operation, Photos.read("chelsea.png"));
    stack.faults().refuse(request -> request.getClass().getSimpleName().startsWith(operation));
    assertThatThrownBy(() -> classify(photo)).isInstanceOf(RuntimeException.class);
    assertThat(stack.table().summary(photo.key())).doesNotContainKeys("ClaimedBy", "NotifiedAt");
    stack.faults().heal();

    assertThat(classify(photo)).isEqualTo(DONE);

    assertThat(status(photo.key())).isEqualTo("labelled");
    assertThat(stack.table().rows(photo.key())).containsKey("Cat");
    stack.notifications(photo.key(), 1);
  }

  @Test
  void completesOnTheNextDeliveryWhenTheDetectorFails() {
    ObjectCreated photo = stored("interrupted/detector", Photos.read("chelsea.png"));
    detector.whileDetecting(
        () -> {
          throw new IllegalStateException("no answer");
        });
    assertThatThrownBy(() -> classify(photo)).hasMessage("no answer");
    assertThat(stack.table().summary(photo.key())).doesNotContainKeys("ClaimedBy", "NotifiedAt");
    detector.whileDetecting(() -> {});

    assertThat(classify(photo)).isEqualTo(DONE);

    stack.notifications(photo.key(), 1);
  }

  @Test
  void onlyNotifiesWhenTheLabelsWereWrittenBefore() {
    ObjectCreated photo = stored("publish.png", Photos.read("chelsea.png"));
    stack.faults().refuse(request -> request.getClass().getSimpleName().startsWith("Publish"));
    assertThatThrownBy(() -> classify(photo)).isInstanceOf(RuntimeException.class);
    stack.faults().heal();

    assertThat(classify(photo)).isEqualTo(DONE);

    assertThat(detector.versions()).hasSize(1);
    assertThat(lines).last().asString().contains("Notified");
    Map<String, Object> notification = stack.notifications("publish.png", 1).get(0);
    assertThat(notification)
        .containsEntry("versionId", photo.versionId())
        .containsEntry("uploadedAt", StoredVersion.TIME);
    assertThat((List<?>) notification.get("labels")).hasSize(2);
  }

  @Test
  void classifiesAllTheSameWhenBackupMakesTheRowInBetween() {
    ObjectCreated photo = stored("in-between.png", Photos.read("chelsea.png"));
    stack.faults().before("HeadObject", () -> backUp(photo));

    assertThat(classify(photo)).isEqualTo(DONE);

    assertThat(status("in-between.png")).isEqualTo("labelled");
    assertThat(stack.table().summary("in-between.png")).containsKey("Backup");
    assertThat(detector.versions()).hasSize(1);
    assertThat(stack.faults().calls()).containsOnlyOnce("HeadObject");
    stack.notifications("in-between.png", 1);
  }

  @Test
  void leavesTheRecordOfTheBackupAlone() {
    ObjectCreated photo = stored("backed-up.png", Photos.read("chelsea.png"));
    backUp(photo);
    AttributeValue backup = stack.table().summary("backed-up.png").get("Backup");

    assertThat(classify(photo)).isEqualTo(DONE);

    assertThat(status("backed-up.png")).isEqualTo("labelled");
    assertThat(stack.table().summary("backed-up.png")).containsEntry("Backup", backup);
    stack.notifications("backed-up.png", 1);
  }

  @Test
  void inspectsNoMoreOfALargePhotoThanItsEnds() {
    ObjectCreated padded =
        stored(
            "padded.jpg",
            Photos.followedBy(
                Photos.followedBy(Photos.read("rocket.jpg"), new byte[2_000_000]),
                Photos.read("rocket.jpg")));

    assertThat(classify(padded)).isEqualTo(DONE);

    // Two for the ends; one for the SHA-256, which S3 does not know.
    assertThat(Collections.frequency(stack.faults().calls(), "GetObject")).isLessThanOrEqualTo(3);
    stack.notifications("padded.jpg", 1);
  }

  /** Does what backup does when it is the first to see a version. */
  private void backUp(ObjectCreated version) {
    StoredImage image =
        new StoredImage(
            version.key(),
            version.versionId(),
            "image/png",
            version.size(),
            Optional.empty(),
            version.time());
    BackupCopy copy =
        new BackupCopy(
            "https://azure/x",
            "bWQ1",
            "c2hhMjU2",
            version.versionId(),
            StoredVersion.TIME,
            version.sequencer(),
            Optional.empty());
    RowUpdate update = RowUpdate.ofSummary(version.key()).set("Backup", copy.attribute());
    ReceivedImage.complete(update, image);
    new ImageTable(stack.table().dynamoDb(), stack.table().name()).update(update);
  }

  private Outcome classify(ObjectEvent event) {
    return classifier.classify(
        event, Instant.now().plusSeconds(30), Log.to("classify", lines::add));
  }

  private String status(String key) {
    return stack.table().summary(key).get("Status").s();
  }

  private ObjectCreated stored(String key, byte[] bytes) {
    return stored(key, bytes, StoredVersion.SEQUENCER);
  }

  private ObjectCreated stored(String key, byte[] bytes, String sequencer) {
    return event(stack.store(key, bytes, "image/png", sequencer));
  }

  private static ObjectCreated event(StoredVersion stored) {
    try {
      return (ObjectCreated) S3Notifications.parse(StoredVersion.message(stored)).get(0);
    } catch (MalformedMessageException e) {
      throw new AssertionError(e);
    }
  }
}
