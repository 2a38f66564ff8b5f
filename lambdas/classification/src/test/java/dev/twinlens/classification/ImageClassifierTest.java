package dev.twinlens.classification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.twinlens.domain.catalog.BackupCopy;
import dev.twinlens.domain.catalog.ImageTable;
import dev.twinlens.domain.catalog.ReceivedImage;
import dev.twinlens.domain.catalog.RowUpdate;
import dev.twinlens.domain.claims.Outcome;
import dev.twinlens.domain.events.ObjectCreated;
import dev.twinlens.domain.storage.StoredImage;
import dev.twinlens.local.testing.Photos;
import dev.twinlens.testing.StoredVersion;
import dev.twinlens.testing.TestStack;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.s3.model.StorageClass;

/** With a detector that finds what the test says; classify's own tests have the real one. */
final class ImageClassifierTest {
  private static final Outcome DONE = new Outcome.Done();

  /** One for each test: the classifier remembers what bytes show. */
  private final TestStack stack = TestStack.create();

  private final ClassifierRig rig = new ClassifierRig(stack);
  private final StubDetector detector = rig.detector();

  @Test
  void writesResultRowsAndSummaryBeforeItNotifies() {
    ObjectCreated cat = rig.stored("cat.png", Photos.read("chelsea.png"));

    assertThat(rig.classify(cat)).isEqualTo(DONE);

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

    assertThat(rig.classify(rig.stored("rocket.jpg", Photos.read("rocket.jpg")))).isEqualTo(DONE);

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
    ObjectCreated bad = rig.stored("rejected/" + name, bytes);

    assertThat(rig.classify(bad)).isEqualTo(DONE);

    Map<String, Map<String, AttributeValue>> rows = stack.table().rows(bad.key());
    assertThat(rows).containsOnlyKeys("*");
    assertThat(rows.get("*").get("Status").s()).isEqualTo("rejected");
    assertThat(rows.get("*").get("Error").s()).contains(reason);
    assertThat(rows.get("*").get("Size").n()).isEqualTo(Integer.toString(bytes.length));
    assertThat(rows.get("*")).doesNotContainKey("ClaimedBy").containsKey("Day");
    assertThat(detector.versions()).isEmpty();
    assertThat(stack.faults().calls()).doesNotContain("Publish");
  }

  /** A person has it restored and copies it onto itself, which is a new upload. */
  @ParameterizedTest
  @EnumSource(names = {"GLACIER", "DEEP_ARCHIVE"})
  void rejectsWhatIsArchivedUntilItIsCopiedOntoItself(StorageClass archive) {
    byte[] photo = Photos.read("chelsea.png");
    String version =
        stack
            .images()
            .s3()
            .putObject(
                put -> put.bucket(stack.images().name()).key("archived.png").storageClass(archive),
                RequestBody.fromBytes(photo))
            .versionId();
    ObjectCreated archived =
        ClassifierRig.event(
            new StoredVersion(stack.images().name(), "archived.png", version, "01", photo.length));

    assertThat(rig.classify(archived)).isEqualTo(DONE);

    assertThat(status("archived.png")).isEqualTo("rejected");
    assertThat(stack.table().summary("archived.png").get("Error").s())
        .contains("archived", "copy it onto itself");
    assertThat(rig.classify(rig.stored("archived.png", photo, "02"))).isEqualTo(DONE);
    assertThat(status("archived.png")).isEqualTo("labelled");
  }

  @Test
  void replacesTheLabelsOfAnOverwrittenPhoto() {
    assertThat(rig.classify(rig.stored("overwritten.png", Photos.read("chelsea.png"), "01")))
        .isEqualTo(DONE);
    ObjectCreated cup = rig.stored("overwritten.png", Photos.read("coffee.png"), "02");
    detector.finds("Cup");

    assertThat(rig.classify(cup)).isEqualTo(DONE);

    assertThat(stack.table().rows("overwritten.png")).containsOnlyKeys("*", "Cup");
    assertThat(stack.table().summary("overwritten.png"))
        .containsEntry("VersionId", AttributeValue.fromS(cup.versionId()));
    stack.notifications("overwritten.png", 2);
  }

  @Test
  void dropsTheLabelsWhenAPhotoIsOverwrittenBySomethingElse() {
    assertThat(rig.classify(rig.stored("spoilt.png", Photos.read("chelsea.png"), "01")))
        .isEqualTo(DONE);

    assertThat(rig.classify(rig.stored("spoilt.png", Photos.text("no photo"), "02")))
        .isEqualTo(DONE);

    assertThat(stack.table().rows("spoilt.png")).containsOnlyKeys("*");
    assertThat(stack.table().summary("spoilt.png"))
        .containsKey("Error")
        .doesNotContainKeys("Labels", "ResultKey", "NotifiedAt");
    stack.notifications("spoilt.png", 1);
  }

  @Test
  void skipsAnOlderVersionWhoseEventComesLate() {
    ObjectCreated cat = rig.stored("late.png", Photos.read("chelsea.png"), "01");
    ObjectCreated cup = rig.stored("late.png", Photos.read("coffee.png"), "0100000001");
    assertThat(rig.classify(cup)).isEqualTo(DONE);

    assertThat(rig.classify(cat)).isEqualTo(new Outcome.Skipped("a newer version replaced it"));

    assertThat(detector.versions()).containsExactly(cup.versionId());
    stack.notifications("late.png", 1);
  }

  @Test
  void examinesAPhotoOnceHoweverManyWorkersHaveTheEvent() throws Exception {
    ObjectCreated crowd = rig.stored("crowd.png", Photos.read("chelsea.png"));
    try (ExecutorService workers = Executors.newFixedThreadPool(6)) {
      Callable<Outcome> worker = () -> rig.classify(crowd);
      for (Future<Outcome> outcome : workers.invokeAll(Collections.nCopies(6, worker))) {
        outcome.get();
      }
    }

    assertThat(rig.classify(crowd)).isEqualTo(new Outcome.Skipped("already labelled"));
    assertThat(detector.versions()).hasSize(1);
    assertThat(stack.faults().calls()).containsOnlyOnce("Publish");
    assertThat(status("crowd.png")).isEqualTo("labelled");
    stack.notifications("crowd.png", 1);
  }

  @Test
  void isBusyWhileAnotherWorkerHasTheSameEvent() {
    ObjectCreated twice = rig.stored("twice.png", Photos.read("chelsea.png"));
    List<Outcome> nested = new CopyOnWriteArrayList<>();
    detector.whileDetecting(() -> nested.add(rig.classify(twice)));

    assertThat(rig.classify(twice)).isEqualTo(DONE);

    assertThat(nested).singleElement().isInstanceOf(Outcome.Busy.class);
    assertThat(detector.versions()).hasSize(1);
    stack.notifications("twice.png", 1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"HeadObject", "PutObject", "BatchWriteItem", "Publish"})
  void completesOnTheNextDeliveryWhatAFailureInterrupted(String operation) {
    ObjectCreated photo = rig.stored("interrupted/" + operation, Photos.read("chelsea.png"));
    stack.faults().refuse(request -> request.getClass().getSimpleName().startsWith(operation));
    assertThatThrownBy(() -> rig.classify(photo)).isInstanceOf(RuntimeException.class);
    assertThat(stack.table().summary(photo.key())).doesNotContainKeys("ClaimedBy", "NotifiedAt");
    stack.faults().heal();

    assertThat(rig.classify(photo)).isEqualTo(DONE);

    assertThat(status(photo.key())).isEqualTo("labelled");
    assertThat(stack.table().rows(photo.key())).containsKey("Cat");
    stack.notifications(photo.key(), 1);
  }

  @Test
  void completesOnTheNextDeliveryWhenTheDetectorFails() {
    ObjectCreated photo = rig.stored("interrupted/detector", Photos.read("chelsea.png"));
    detector.whileDetecting(
        () -> {
          throw new IllegalStateException("no answer");
        });
    assertThatThrownBy(() -> rig.classify(photo)).hasMessage("no answer");
    assertThat(stack.table().summary(photo.key())).doesNotContainKeys("ClaimedBy", "NotifiedAt");
    detector.whileDetecting(() -> {});

    assertThat(rig.classify(photo)).isEqualTo(DONE);

    stack.notifications(photo.key(), 1);
  }

  @Test
  void onlyNotifiesWhenTheLabelsWereWrittenBefore() {
    ObjectCreated photo = rig.stored("publish.png", Photos.read("chelsea.png"));
    stack.faults().refuse(request -> request.getClass().getSimpleName().startsWith("Publish"));
    assertThatThrownBy(() -> rig.classify(photo)).isInstanceOf(RuntimeException.class);
    stack.faults().heal();

    assertThat(rig.classify(photo)).isEqualTo(DONE);

    assertThat(detector.versions()).hasSize(1);
    assertThat(rig.lines()).last().asString().contains("Notified");
    Map<String, Object> notification = stack.notifications("publish.png", 1).get(0);
    assertThat(notification)
        .containsEntry("versionId", photo.versionId())
        .containsEntry("uploadedAt", StoredVersion.TIME);
    assertThat((List<?>) notification.get("labels")).hasSize(2);
  }

  @Test
  void classifiesAllTheSameWhenBackupMakesTheRowInBetween() {
    ObjectCreated photo = rig.stored("in-between.png", Photos.read("chelsea.png"));
    stack.faults().before("HeadObject", () -> backUp(photo));

    assertThat(rig.classify(photo)).isEqualTo(DONE);

    assertThat(status("in-between.png")).isEqualTo("labelled");
    assertThat(stack.table().summary("in-between.png")).containsKey("Backup");
    assertThat(detector.versions()).hasSize(1);
    assertThat(stack.faults().calls()).containsOnlyOnce("HeadObject");
    stack.notifications("in-between.png", 1);
  }

  @Test
  void leavesTheRecordOfTheBackupAlone() {
    ObjectCreated photo = rig.stored("backed-up.png", Photos.read("chelsea.png"));
    backUp(photo);
    AttributeValue backup = stack.table().summary("backed-up.png").get("Backup");

    assertThat(rig.classify(photo)).isEqualTo(DONE);

    assertThat(status("backed-up.png")).isEqualTo("labelled");
    assertThat(stack.table().summary("backed-up.png")).containsEntry("Backup", backup);
    stack.notifications("backed-up.png", 1);
  }

  @Test
  void inspectsNoMoreOfALargePhotoThanItsEnds() {
    ObjectCreated padded =
        rig.stored(
            "padded.jpg",
            Photos.followedBy(
                Photos.followedBy(Photos.read("rocket.jpg"), new byte[2_000_000]),
                Photos.read("rocket.jpg")));

    assertThat(rig.classify(padded)).isEqualTo(DONE);

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

  private String status(String key) {
    return stack.table().summary(key).get("Status").s();
  }
}
