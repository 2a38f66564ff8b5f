package dev.twinlens.classify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.twinlens.classification.ClassificationSettings;
import dev.twinlens.domain.events.ObjectCreated;
import dev.twinlens.local.testing.Photos;
import dev.twinlens.runtime.config.Environment;
import dev.twinlens.runtime.logging.Log;
import dev.twinlens.testing.Answers;
import dev.twinlens.testing.ConsumerTester;
import dev.twinlens.testing.S3Events;
import dev.twinlens.testing.TestStack;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchWriteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;
import software.amazon.awssdk.services.rekognition.model.DetectLabelsRequest;
import software.amazon.awssdk.services.s3.model.HeadObjectRequest;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.sns.model.PublishRequest;

final class ClassifyHandlerTest {
  private static TestStack stack;

  private final List<String> lines = new CopyOnWriteArrayList<>();
  private final ConsumerTester consumer = consumer();

  @BeforeAll
  static void start() {
    stack = TestStack.create();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "chelsea.png | Cat | 93",
        "coffee.png | Cup | 96",
        "astronaut.png | Person | 68",
        "camera.png | Person | 89",
        "cat-and-cup.jpg | Cat | 98"
      })
  void labelsPhotos(String photo, String label, int percent) {
    ObjectCreated created = stored(photo, Photos.read(photo));

    assertThat(consumer.failures(created)).isEmpty();

    Map<String, Map<String, AttributeValue>> rows = stack.rows(created.key());
    assertThat(rows.get("*").get("Status").s()).isEqualTo("labelled");
    assertThat(Double.parseDouble(rows.get(label).get("Confidence").n()))
        .isBetween(percent - 1.0, percent + 1.0);
    assertThat(rows.get(label).get("Kind").s()).isEqualTo("label");
    assertThat(rows.get(label).get("Instances").l()).isNotEmpty();
    stack.notifications(created.key(), 1);
  }

  @Test
  void writesEverythingThatTheContractNames() {
    byte[] photo = Photos.read("chelsea.png");
    ObjectCreated created =
        stack.stored("contract/cat.png", photo, "binary/octet-stream", S3Events.SEQUENCER);

    assertThat(consumer.failures(created)).isEmpty();

    Map<String, Map<String, AttributeValue>> rows = stack.rows(created.key());
    assertThat(rows.keySet()).contains("*", "Cat", "Animal", "Mammal", "Pet");
    Map<String, AttributeValue> summary = rows.get("*");
    assertThat(summary.get("ContentType").s()).isEqualTo("image/png");
    assertThat(summary.get("Size").n()).isEqualTo(Integer.toString(photo.length));
    assertThat(summary.get("VersionId").s()).isEqualTo(created.versionId());
    assertThat(summary.get("Sequencer").s()).isEqualTo(created.sequencer().value());
    assertThat(summary.get("UploadedAt").s()).isEqualTo("2026-11-21T08:00:00.123Z");
    assertThat(summary.get("Day").s()).isEqualTo("2026-11-21");
    assertThat(summary.get("Labels").l().stream().map(label -> label.m().get("Name").s()))
        .containsExactlyInAnyOrderElementsOf(
            rows.keySet().stream().filter(name -> !name.equals("*")).toList());
    assertThat(summary.get("ResultKey").s()).isEqualTo("results/contract/cat.png.json");
    assertThat(summary)
        .containsKey("NotifiedAt")
        .doesNotContainKeys("ClaimedBy", "ClaimExpiresAt", "Error");
    assertThat(rows.get("Cat").get("Parents").l().stream().map(AttributeValue::s))
        .containsExactlyInAnyOrder("Animal", "Mammal", "Pet");
    assertThat(stack.rows("*")).containsKey("*day#2026-11-21");
    assertThat(stack.rows("*labels")).containsKeys("*label#Cat", "*label#Animal");

    Map<String, Object> answer =
        Answers.json(
            stack
                .s3()
                .getObjectAsBytes(
                    request ->
                        request.bucket(stack.resultsBucket()).key("results/contract/cat.png.json"))
                .asUtf8String());
    assertThat(answer).containsKeys("Labels", "LabelModelVersion");

    assertThat(stack.notifications(created.key(), 1).get(0))
        .containsEntry("key", "contract/cat.png")
        .containsEntry("versionId", created.versionId());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a b/c d.png",
        "1+1=2.png",
        "100%.png",
        "%20%2F.png",
        "😀/猫 ü.png",
        "a&b?c#d;e.png",
        "*",
        " leading space.png"
      })
  void labelsPhotosUnderAnyKey(String key) {
    stack.put(key, Photos.read("chelsea.png"), "image/png");

    assertThat(consumer.failures(stack.uploadEvent(key))).isEmpty();

    assertThat(stack.summary(key).get("Status").s()).isEqualTo("labelled");
    assertThat(stack.rows(key)).containsKey("Cat");
    assertThat(stack.notifications(key, 1).get(0)).containsEntry("key", key);
  }

  @Test
  void labelsAPhotoUnderAKeyOf1024Bytes() {
    String key = String.join("/", Collections.nCopies(8, "k".repeat(127))) + "/";
    key = key.substring(0, 1020) + "😀";
    assertThat(key.getBytes(StandardCharsets.UTF_8)).hasSize(1024);
    stack.put(key, Photos.read("chelsea.png"), "image/png");

    assertThat(consumer.failures(stack.uploadEvent(key))).isEmpty();

    assertThat(stack.summary(key).get("Status").s()).isEqualTo("labelled");
    assertThat(stack.summary(key).get("ResultKey").s()).startsWith("results/sha256-");
    stack.notifications(key, 1);
  }

  @Test
  void labelsAPhotoInWhichNothingIsRecognised() {
    ObjectCreated created = stored("rocket.jpg", Photos.read("rocket.jpg"));

    assertThat(consumer.failures(created)).isEmpty();

    assertThat(stack.rows(created.key())).containsOnlyKeys("*");
    assertThat(stack.summary(created.key()).get("Status").s()).isEqualTo("labelled");
    assertThat(stack.notifications(created.key(), 1).get(0)).containsEntry("labels", List.of());
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
    ObjectCreated created =
        stack.stored("rejected/" + name, bytes, "image/jpeg", S3Events.SEQUENCER);

    assertThat(consumer.failures(created)).isEmpty();

    Map<String, Map<String, AttributeValue>> rows = stack.rows(created.key());
    assertThat(rows).containsOnlyKeys("*");
    assertThat(rows.get("*").get("Status").s()).isEqualTo("rejected");
    assertThat(rows.get("*").get("Error").s()).contains(reason);
    assertThat(rows.get("*").get("Size").n()).isEqualTo(Integer.toString(bytes.length));
    assertThat(rows.get("*")).doesNotContainKey("ClaimedBy").containsKey("Day");
    assertThat(stack.faults().calls()).doesNotContain("DetectLabels", "Publish");
  }

  @Test
  void rejectsWhatRekognitionCannotDecode() {
    ObjectCreated created = stored("rejected/scrambled.png", Photos.pngThatClaims(200, 200));

    assertThat(consumer.failures(created)).isEmpty();

    assertThat(stack.summary(created.key()).get("Status").s()).isEqualTo("rejected");
    assertThat(stack.summary(created.key()).get("Error").s()).contains("damaged");
  }

  @Test
  void doesNothingForAnEventThatComesAgain() {
    ObjectCreated created = stored("again.png", Photos.read("chelsea.png"));
    assertThat(consumer.failures(created)).isEmpty();
    Map<String, Map<String, AttributeValue>> rows = stack.rows(created.key());
    stack.notifications(created.key(), 1);

    assertThat(consumer.failures(created)).isEmpty();

    assertThat(stack.faults().calls()).containsOnlyOnce("DetectLabels").containsOnlyOnce("Publish");
    assertThat(stack.rows(created.key())).isEqualTo(rows);
  }

  @Test
  void replacesTheLabelsOfAnOverwrittenPhoto() {
    ObjectCreated cat =
        stack.stored("overwritten.png", Photos.read("chelsea.png"), "image/png", "01");
    assertThat(consumer.failures(cat)).isEmpty();
    ObjectCreated cup =
        stack.stored("overwritten.png", Photos.read("coffee.png"), "image/png", "02");

    assertThat(consumer.failures(cup)).isEmpty();

    assertThat(stack.rows("overwritten.png"))
        .containsKey("Cup")
        .doesNotContainKeys("Cat", "Animal");
    assertThat(stack.summary("overwritten.png").get("VersionId").s()).isEqualTo(cup.versionId());
    stack.notifications("overwritten.png", 2);
  }

  @Test
  void dropsTheLabelsWhenAPhotoIsOverwrittenBySomethingElse() {
    ObjectCreated cat = stack.stored("spoilt.png", Photos.read("chelsea.png"), "image/png", "01");
    assertThat(consumer.failures(cat)).isEmpty();
    ObjectCreated text = stack.stored("spoilt.png", Photos.text("no photo"), "image/png", "02");

    assertThat(consumer.failures(text)).isEmpty();

    assertThat(stack.rows("spoilt.png")).containsOnlyKeys("*");
    assertThat(stack.summary("spoilt.png"))
        .containsKey("Error")
        .doesNotContainKeys("Labels", "ResultKey", "NotifiedAt");
    stack.notifications("spoilt.png", 1);
  }

  @Test
  void ignoresTheOlderEventThatComesLate() {
    ObjectCreated cat = stack.stored("late.png", Photos.read("chelsea.png"), "image/png", "01");
    ObjectCreated cup =
        stack.stored("late.png", Photos.read("coffee.png"), "image/png", "0100000001");
    assertThat(consumer.failures(cup)).isEmpty();

    assertThat(consumer.failures(cat)).isEmpty();

    assertThat(stack.rows("late.png")).containsKey("Cup").doesNotContainKey("Cat");
    assertThat(stack.faults().calls()).containsOnlyOnce("DetectLabels");
    stack.notifications("late.png", 1);
  }

  @Test
  void callsRekognitionOnceWhenAnEventComesTwiceAtTheSameTime() {
    ObjectCreated created = stored("twice.png", Photos.read("chelsea.png"));
    AtomicBoolean nested = new AtomicBoolean();
    List<List<String>> meanwhile = new CopyOnWriteArrayList<>();
    stack
        .faults()
        .beforeEachCall(
            () -> {
              if (lastCall().equals("DetectLabels") && nested.compareAndSet(false, true)) {
                meanwhile.add(consumer.failures(created));
              }
            });

    assertThat(consumer.failures(created)).isEmpty();

    assertThat(meanwhile).containsExactly(List.of("m0"));
    assertThat(lines).anySatisfy(line -> assertThat(line).contains("another worker has claimed"));
    assertThat(stack.faults().calls()).containsOnlyOnce("DetectLabels");
    assertThat(consumer.failures(created)).isEmpty();
    stack.notifications(created.key(), 1);
  }

  @Test
  void callsRekognitionOnceHoweverManyWorkersHaveTheEvent() throws Exception {
    ObjectCreated created = stored("crowd.png", Photos.read("chelsea.png"));
    ExecutorService workers = Executors.newFixedThreadPool(6);
    try {
      List<Future<List<String>>> answers =
          workers.invokeAll(Collections.nCopies(6, () -> consumer.failures(created)));
      long done = 0;
      for (Future<List<String>> answer : answers) {
        done += answer.get().isEmpty() ? 1 : 0;
      }
      assertThat(done).isPositive();
    } finally {
      workers.shutdown();
    }

    assertThat(consumer.failures(created)).isEmpty();
    assertThat(stack.faults().calls()).containsOnlyOnce("DetectLabels").containsOnlyOnce("Publish");
    assertThat(stack.summary("crowd.png").get("Status").s()).isEqualTo("labelled");
    stack.notifications(created.key(), 1);
  }

  @Test
  void leavesTheSummaryToWhoeverTookTheClaimOver() {
    ObjectCreated created = stored("taken-over.png", Photos.read("chelsea.png"));
    stack
        .faults()
        .beforeEachCall(
            () -> {
              if (lastCall().equals("DetectLabels")) {
                stack.set("taken-over.png", "ClaimedBy", "another");
              }
            });

    assertThat(consumer.failures(created)).containsExactly("m0");

    assertThat(stack.summary("taken-over.png").get("Status").s()).isEqualTo("received");
    assertThat(stack.summary("taken-over.png").get("ClaimedBy").s()).isEqualTo("another");
    assertThat(stack.faults().calls()).doesNotContain("Publish");
  }

  @Test
  void classifiesAllTheSameWhenBackupMakesTheRowInBetween() {
    ObjectCreated created = stored("in-between.png", Photos.read("chelsea.png"));
    stack
        .faults()
        .beforeEachCall(
            () -> {
              if (lastCall().equals("HeadObject")) {
                putRowOfBackup(created);
              }
            });

    assertThat(consumer.failures(created)).isEmpty();

    assertThat(stack.summary("in-between.png").get("Status").s()).isEqualTo("labelled");
    assertThat(stack.summary("in-between.png")).containsKey("Backup");
    assertThat(stack.faults().calls())
        .containsOnlyOnce("DetectLabels")
        .containsOnlyOnce("HeadObject");
    stack.notifications(created.key(), 1);
  }

  static Stream<Arguments> failingCalls() {
    return Stream.of(
        Arguments.of("head", HeadObjectRequest.class),
        Arguments.of("rekognition", DetectLabelsRequest.class),
        Arguments.of("result", PutObjectRequest.class),
        Arguments.of("rows", BatchWriteItemRequest.class),
        Arguments.of("notification", PublishRequest.class));
  }

  @ParameterizedTest
  @MethodSource("failingCalls")
  void completesOnTheNextDeliveryWhatAFailureInterrupted(
      String name, Class<? extends SdkRequest> failing) {
    ObjectCreated created = stored("interrupted/" + name + ".png", Photos.read("chelsea.png"));
    stack.faults().refuse(failing);
    assertThat(consumer.failures(created)).containsExactly("m0");
    assertThat(stack.summary(created.key())).doesNotContainKeys("ClaimedBy", "NotifiedAt");
    stack.faults().heal();

    assertThat(consumer.failures(created)).isEmpty();

    assertThat(stack.summary(created.key()).get("Status").s()).isEqualTo("labelled");
    assertThat(stack.rows(created.key())).containsKey("Cat");
    stack.notifications(created.key(), 1);
  }

  @Test
  void completesWhateverUpdateOfTheSummaryFails() {
    for (int failing = 1; failing <= 4; failing++) {
      String key = "update-" + failing + ".png";
      ObjectCreated created = stored(key, Photos.read("chelsea.png"));
      AtomicInteger left = new AtomicInteger(failing);
      stack
          .faults()
          .refuse(
              request ->
                  request instanceof UpdateItemRequest update
                      && update.key().get("ImageName").s().equals(key)
                      && left.decrementAndGet() == 0);
      List<String> first = consumer.failures(created);
      stack.faults().heal();

      assertThat(first)
          .as("update %d", failing)
          .isEqualTo(failing <= 3 ? List.of("m0") : List.of());
      assertThat(consumer.failures(created)).isEmpty();
      assertThat(stack.summary(key).get("Status").s()).isEqualTo("labelled");
      assertThat(stack.summary(key)).containsKey("NotifiedAt");
    }
  }

  @Test
  void onlyPublishesWhenTheLabelsWereWrittenBefore() {
    ObjectCreated created = stored("publish.png", Photos.read("chelsea.png"));
    stack.faults().refuse(PublishRequest.class);
    assertThat(consumer.failures(created)).containsExactly("m0");
    stack.faults().heal();

    assertThat(consumer.failures(created)).isEmpty();

    assertThat(stack.faults().calls()).containsOnlyOnce("DetectLabels");
    assertThat(stack.notifications(created.key(), 1).get(0)).containsEntry("key", "publish.png");
  }

  @Test
  void isDoneWithAVersionThatIsGone() {
    ObjectCreated created = stored("gone.png", Photos.read("chelsea.png"));
    stack
        .s3()
        .deleteObject(
            request ->
                request
                    .bucket(stack.imagesBucket())
                    .key("gone.png")
                    .versionId(created.versionId()));

    assertThat(consumer.failures(created)).isEmpty();

    assertThat(stack.rows("gone.png")).isEmpty();
  }

  @Test
  void isDoneWithAVersionThatGoesAwayInBetween() {
    ObjectCreated created = stored("going.png", Photos.read("chelsea.png"));
    stack
        .faults()
        .beforeEachCall(
            () -> {
              if (lastCall().equals("DetectLabels")) {
                stack
                    .s3()
                    .deleteObject(
                        request ->
                            request
                                .bucket(stack.imagesBucket())
                                .key("going.png")
                                .versionId(created.versionId()));
              }
            });

    assertThat(consumer.failures(created)).isEmpty();

    assertThat(stack.summary("going.png").get("Error").s()).contains("deleted");
  }

  @Test
  void isDoneWithAVersionThatWasDeleted() {
    ObjectCreated created = stored("deleted.png", Photos.read("chelsea.png"));
    assertThat(consumer.failures(created)).isEmpty();
    stack.notifications(created.key(), 1);
    stack.delete("deleted.png");
    Map<String, AttributeValue> tombstone = stack.summary("deleted.png");

    assertThat(consumer.failures(created)).isEmpty();

    assertThat(stack.summary("deleted.png")).isEqualTo(tombstone);
    assertThat(stack.faults().calls()).containsOnlyOnce("DetectLabels");
  }

  /** It was in the bucket when the image was deleted, but its event had not come yet. */
  @Test
  void isDoneWithANewerVersionThatWasDeletedToo() {
    ObjectCreated first = stack.stored("both.png", Photos.read("chelsea.png"), "image/png", "01");
    assertThat(consumer.failures(first)).isEmpty();
    stack.notifications(first.key(), 1);
    ObjectCreated second = stack.stored("both.png", Photos.read("coffee.png"), "image/png", "02");
    stack.delete("both.png");

    assertThat(consumer.failures(second)).isEmpty();

    assertThat(stack.summary("both.png")).containsKey("DeletedAt").doesNotContainKey("Status");
    assertThat(stack.faults().calls()).containsOnlyOnce("DetectLabels");
  }

  @Test
  void classifiesWhatIsUploadedAfterADeletion() {
    ObjectCreated first = stack.stored("anew.png", Photos.read("chelsea.png"), "image/png", "01");
    assertThat(consumer.failures(first)).isEmpty();
    stack.delete("anew.png");
    ObjectCreated second = stack.stored("anew.png", Photos.read("coffee.png"), "image/png", "02");

    assertThat(consumer.failures(second)).isEmpty();

    assertThat(stack.summary("anew.png"))
        .containsEntry("VersionId", AttributeValue.fromS(second.versionId()))
        .containsKeys("UploadedAt", "Day")
        .doesNotContainKeys("DeletedAt", "ExpiresAt");
    assertThat(stack.rows("anew.png")).containsKey("Cup").doesNotContainKey("Cat");
    stack.notifications("anew.png", 2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"DetectLabels", "PutObject", "BatchWriteItem", "Publish"})
  void leavesNothingOfAnImageThatIsDeletedMeanwhile(String operation) {
    ObjectCreated created = stored("meanwhile/" + operation, Photos.read("chelsea.png"));
    stack.faults().before(operation, () -> stack.delete(created.key()));

    assertThat(consumer.failures(created)).isEmpty();

    assertThat(stack.rows(created.key())).containsOnlyKeys("*");
    assertThat(stack.summary(created.key()))
        .containsKey("DeletedAt")
        .doesNotContainKeys("Status", "ClaimedBy", "ClaimExpiresAt", "NotifiedAt");
    assertThat(stack.hasResult("results/" + created.key() + ".json")).isFalse();
  }

  @Test
  void clearsUpAfterAWorkerThatFailedWhileTheImageWasDeleted() {
    ObjectCreated created = stored("unclear.png", Photos.read("chelsea.png"));
    stack.faults().before("BatchWriteItem", () -> stack.delete("unclear.png"));
    stack.faults().refuse(BatchWriteItemRequest.class);
    assertThat(consumer.failures(created)).containsExactly("m0");
    assertThat(stack.summary("unclear.png")).containsKeys("DeletedAt", "ClaimedBy");
    stack.faults().heal();
    assertThat(consumer.failures(created)).as("the claim has not ended").containsExactly("m0");
    endClaim("unclear.png");

    assertThat(consumer.failures(created)).isEmpty();

    assertThat(stack.rows("unclear.png")).containsOnlyKeys("*");
    assertThat(stack.summary("unclear.png")).doesNotContainKey("ClaimedBy");
    assertThat(stack.hasResult("results/unclear.png.json")).isFalse();
  }

  @Test
  void leavesTheRecordOfTheBackupAlone() {
    ObjectCreated created = stored("backed-up.png", Photos.read("chelsea.png"));
    putRowOfBackup(created);

    assertThat(consumer.failures(created)).isEmpty();

    assertThat(stack.summary("backed-up.png").get("Status").s()).isEqualTo("labelled");
    assertThat(stack.summary("backed-up.png").get("Backup").m()).containsKey("Url");
    stack.notifications(created.key(), 1);
  }

  @Test
  void readsNoMoreOfALargePhotoThanItsEnds() {
    ObjectCreated created =
        stored(
            "padded.jpg",
            Photos.followedBy(
                Photos.followedBy(Photos.read("rocket.jpg"), new byte[2_000_000]),
                Photos.read("rocket.jpg")));

    assertThat(consumer.failures(created)).isEmpty();

    assertThat(Collections.frequency(stack.faults().calls(), "GetObject")).isLessThanOrEqualTo(3);
    stack.notifications(created.key(), 1);
  }

  @Test
  void stopsAtItsInitialisationWhenAVariableIsMissing() {
    Map<String, String> environment = stack.environment();
    environment.remove("NOTIFICATIONS_TOPIC_ARN");

    assertThatThrownBy(() -> ClassificationSettings.from(new Environment(environment)))
        .hasMessageContaining("NOTIFICATIONS_TOPIC_ARN");
  }

  private static void endClaim(String key) {
    stack.set(key, "ClaimExpiresAt", "2026-11-21T08:00:00.000Z");
  }

  /** What backup writes when it is the first. */
  private static void putRowOfBackup(ObjectCreated created) {
    stack
        .dynamoDb()
        .putItem(
            request ->
                request
                    .tableName(stack.table())
                    .item(
                        Map.of(
                            "ImageName", AttributeValue.fromS(created.key()),
                            "Label", AttributeValue.fromS("*"),
                            "Status", AttributeValue.fromS("received"),
                            "VersionId", AttributeValue.fromS(created.versionId()),
                            "Backup",
                                AttributeValue.fromM(Map.of("Url", AttributeValue.fromS("u"))))));
  }

  private static String lastCall() {
    List<String> calls = stack.faults().calls();
    return calls.get(calls.size() - 1);
  }

  private ConsumerTester consumer() {
    stack.resetFaults();
    return new ConsumerTester(
        new ClassifyHandler(
            ClassificationSettings.from(new Environment(stack.environment())),
            stack.classificationClients(),
            Log.to("classify", lines::add),
            Clock.systemUTC()));
  }

  private static ObjectCreated stored(String key, byte[] bytes) {
    return stack.stored(key, bytes, "image/png", S3Events.SEQUENCER);
  }
}
