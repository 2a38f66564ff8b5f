package dev.twinlens.thumbnail;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twinlens.domain.events.ObjectCreated;
import dev.twinlens.local.testing.Photos;
import dev.twinlens.local.testing.Pictures;
import dev.twinlens.runtime.config.Environment;
import dev.twinlens.runtime.logging.Log;
import dev.twinlens.testing.ConsumerTester;
import dev.twinlens.testing.S3Events;
import dev.twinlens.testing.TestStack;
import java.awt.image.BufferedImage;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;
import software.amazon.awssdk.services.s3.model.DeleteObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;

final class ThumbnailHandlerTest {
  private static TestStack stack;

  private final List<String> lines = new CopyOnWriteArrayList<>();
  private final ConsumerTester consumer = consumer();

  @BeforeAll
  static void start() {
    stack = TestStack.create();
  }

  @Test
  void makesTheThumbnailAndRecordsIt() {
    ObjectCreated created =
        stack.stored(
            "2026-11-21/x/cat.png", Photos.read("chelsea.png"), "image/png", S3Events.SEQUENCER);

    assertThat(consumer.failures(created)).isEmpty();

    Map<String, AttributeValue> summary = stack.summary(created.key());
    assertThat(summary).doesNotContainKeys("ThumbnailClaimedBy", "ThumbnailClaimExpiresAt");
    Map<String, AttributeValue> thumbnail = summary.get("Thumbnail").m();
    assertThat(thumbnail.get("Key").s()).isEqualTo("thumbnails/2026-11-21/x/cat.png.jpg");
    assertThat(thumbnail.get("VersionId").s()).isEqualTo(created.versionId());
    assertThat(thumbnail.get("Sequencer").s()).isEqualTo(S3Events.SEQUENCER);
    assertThat(thumbnail).containsKey("At");
    BufferedImage picture = picture(created.key());
    assertThat(picture.getWidth()).isEqualTo(451);
    assertThat(picture.getHeight()).isEqualTo(300);
    GetObjectResponse head =
        stack
            .s3()
            .getObjectAsBytes(
                request ->
                    request
                        .bucket(stack.resultsBucket())
                        .key("thumbnails/2026-11-21/x/cat.png.jpg"))
            .response();
    assertThat(head.contentType()).isEqualTo("image/jpeg");
    assertThat(head.cacheControl()).startsWith("private");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a b/c d.png", "1+1=2.png", "%20%2F.png", "😀/猫 ü.png", "a&b?c#d;e", "*"})
  void makesThumbnailsUnderAnyKey(String key) {
    stack.put(key, Photos.read("chelsea.png"), "image/png");

    assertThat(consumer.failures(stack.uploadEvent(key))).isEmpty();

    assertThat(thumbnailKey(key)).isEqualTo("thumbnails/" + key + ".jpg");
    assertThat(picture(key).getWidth()).isEqualTo(451);
  }

  @Test
  void makesAThumbnailUnderAKeyOf1024Bytes() {
    String key = "k".repeat(1020) + "😀";
    stack.put(key, Photos.read("chelsea.png"), "image/png");

    assertThat(consumer.failures(stack.uploadEvent(key))).isEmpty();

    assertThat(thumbnailKey(key)).startsWith("thumbnails/sha256-");
    assertThat(picture(key).getWidth()).isEqualTo(451);
  }

  static Stream<Arguments> filesWithoutThumbnail() {
    byte[] rocket = Photos.read("rocket.jpg");
    return Stream.of(
        Arguments.of("text", Photos.text("This is a text."), "not an image"),
        Arguments.of("empty", new byte[0], "empty"),
        Arguments.of("half", Photos.firstHalf(rocket), "cut off"),
        Arguments.of("bomb", Photos.pngThatClaims(50_000, 50_000), "50,000"),
        Arguments.of("scrambled", Photos.pngThatClaims(200, 200), "damaged"),
        Arguments.of("gif", Photos.plain("gif", 100, 100), "GIF"),
        Arguments.of("large", Photos.followedBy(rocket, new byte[15 * 1024 * 1024]), "too large"));
  }

  /** That they are no photos is classify's to tell. */
  @ParameterizedTest
  @MethodSource("filesWithoutThumbnail")
  void isDoneWithWhatIsNoSoundPhotoAndSaysWhy(String name, byte[] bytes, String reason) {
    ObjectCreated created = stack.stored("none/" + name, bytes, "image/jpeg", S3Events.SEQUENCER);

    assertThat(consumer.failures(created)).isEmpty();

    assertThat(stack.summary(created.key()))
        .doesNotContainKeys("Thumbnail", "ThumbnailClaimedBy", "Status", "Error");
    assertThat(stack.hasResult("thumbnails/none/" + name + ".jpg")).isFalse();
    assertThat(lines)
        .anySatisfy(line -> assertThat(line).contains("No thumbnail").contains(reason));
  }

  @Test
  void readsTheVersionOfTheEvent() {
    ObjectCreated created =
        stack.stored("version.png", Photos.read("chelsea.png"), "image/png", S3Events.SEQUENCER);
    stack.put("version.png", Photos.text("overwritten meanwhile"), "text/plain");

    assertThat(consumer.failures(created)).isEmpty();

    assertThat(picture("version.png").getWidth()).isEqualTo(451);
  }

  @Test
  void doesNothingForAnEventThatComesAgain() {
    ObjectCreated created =
        stack.stored("again.png", Photos.read("chelsea.png"), "image/png", S3Events.SEQUENCER);
    assertThat(consumer.failures(created)).isEmpty();
    Map<String, AttributeValue> summary = stack.summary("again.png");

    assertThat(consumer.failures(created)).isEmpty();

    assertThat(stack.faults().calls()).containsOnlyOnce("PutObject");
    assertThat(stack.summary("again.png")).isEqualTo(summary);
  }

  @Test
  void replacesTheThumbnailOfAnOlderVersionButNeverThatOfANewer() {
    ObjectCreated cat = stack.stored("v.png", Photos.read("chelsea.png"), "image/png", "01");
    ObjectCreated cup = stack.stored("v.png", Photos.read("coffee.png"), "image/png", "0100001");
    assertThat(consumer.failures(cat)).isEmpty();
    assertThat(picture("v.png").getWidth()).isEqualTo(451);

    assertThat(consumer.failures(cup)).isEmpty();
    assertThat(consumer.failures(cat)).isEmpty();

    assertThat(picture("v.png").getWidth()).isEqualTo(480);
    assertThat(stack.summary("v.png").get("Thumbnail").m().get("VersionId").s())
        .isEqualTo(cup.versionId());
  }

  @Test
  void makesNoThumbnailOfAVersionThatClassifyKnowsToBeSuperseded() {
    ObjectCreated cat = stack.stored("old.png", Photos.read("chelsea.png"), "image/png", "01");
    ObjectCreated cup = stack.stored("old.png", Photos.read("coffee.png"), "image/png", "02");
    stack.set("old.png", "Sequencer", "02");

    assertThat(consumer.failures(cat)).isEmpty();
    assertThat(stack.summary("old.png")).doesNotContainKey("Thumbnail");
    assertThat(consumer.failures(cup)).isEmpty();
    assertThat(picture("old.png").getWidth()).isEqualTo(480);
  }

  @Test
  void waitsForAnotherVersionsThumbnailThatIsBeingMade() {
    ObjectCreated cat = stack.stored("race.png", Photos.read("chelsea.png"), "image/png", "01");
    ObjectCreated cup = stack.stored("race.png", Photos.read("coffee.png"), "image/png", "02");
    List<List<String>> meanwhile = new CopyOnWriteArrayList<>();
    stack.faults().before("PutObject", () -> meanwhile.add(consumer.failures(cup)));

    assertThat(consumer.failures(cat)).isEmpty();
    assertThat(meanwhile).containsExactly(List.of("m0"));
    assertThat(consumer.failures(cup)).isEmpty();

    assertThat(picture("race.png").getWidth()).isEqualTo(480);
  }

  @Test
  void leavesAloneWhatOthersWrote() {
    ObjectCreated created =
        stack.stored("others.png", Photos.read("chelsea.png"), "image/png", S3Events.SEQUENCER);
    stack.set("others.png", "Status", "labelled");
    stack.set("others.png", "ClaimedBy", "somebody");
    stack.set("others.png", "BackupClaimedBy", "somebody");
    Map<String, AttributeValue> before = stack.summary("others.png");

    assertThat(consumer.failures(created)).isEmpty();

    assertThat(stack.summary("others.png")).containsAllEntriesOf(before).containsKey("Thumbnail");
  }

  static Stream<Class<? extends SdkRequest>> failingCalls() {
    return Stream.of(GetObjectRequest.class, PutObjectRequest.class);
  }

  @ParameterizedTest
  @MethodSource("failingCalls")
  void completesOnTheNextDeliveryWhatAFailureInterrupted(Class<? extends SdkRequest> failing) {
    String key = failing.getSimpleName();
    ObjectCreated created =
        stack.stored(key, Photos.read("chelsea.png"), "image/png", S3Events.SEQUENCER);
    stack.faults().refuse(failing);
    assertThat(consumer.failures(created)).containsExactly("m0");
    stack.faults().heal();

    assertThat(consumer.failures(created)).isEmpty();

    assertThat(picture(key).getWidth()).isEqualTo(451);
  }

  @Test
  void completesWhateverUpdateOfTheSummaryFails() {
    for (int failing = 1; failing <= 2; failing++) {
      String key = "update-" + failing;
      ObjectCreated created =
          stack.stored(key, Photos.read("chelsea.png"), "image/png", S3Events.SEQUENCER);
      AtomicInteger left = new AtomicInteger(failing);
      stack
          .faults()
          .refuse(
              request ->
                  request instanceof UpdateItemRequest update
                      && update.key().get("ImageName").s().equals(key)
                      && left.decrementAndGet() == 0);
      assertThat(consumer.failures(created)).containsExactly("m0");
      stack.faults().heal();

      assertThat(consumer.failures(created)).isEmpty();

      assertThat(stack.summary(key))
          .containsKey("Thumbnail")
          .doesNotContainKey("ThumbnailClaimedBy");
    }
  }

  @Test
  void isDoneWithAVersionThatIsGone() {
    ObjectCreated created =
        stack.stored("gone.png", Photos.read("chelsea.png"), "image/png", S3Events.SEQUENCER);
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
  void makesNothingOfWhatWasDeleted() {
    ObjectCreated created =
        stack.stored("deleted.png", Photos.read("chelsea.png"), "image/png", S3Events.SEQUENCER);
    stack.set("deleted.png", "Sequencer", S3Events.SEQUENCER);
    stack.delete("deleted.png");
    Map<String, AttributeValue> tombstone = stack.summary("deleted.png");

    assertThat(consumer.failures(created)).isEmpty();

    assertThat(stack.summary("deleted.png")).isEqualTo(tombstone);
    assertThat(stack.hasResult("thumbnails/deleted.png.jpg")).isFalse();
  }

  @Test
  void leavesNothingOfAnImageThatIsDeletedMeanwhile() {
    ObjectCreated created =
        stack.stored("meanwhile.png", Photos.read("chelsea.png"), "image/png", S3Events.SEQUENCER);
    stack.faults().before("PutObject", () -> stack.delete("meanwhile.png"));

    assertThat(consumer.failures(created)).isEmpty();

    assertThat(stack.faults().calls()).contains("PutObject");
    assertThat(stack.summary("meanwhile.png"))
        .containsKey("DeletedAt")
        .doesNotContainKeys("Thumbnail", "ThumbnailClaimedBy");
    assertThat(stack.hasResult("thumbnails/meanwhile.png.jpg")).isFalse();
  }

  @Test
  void clearsUpAfterAWorkerThatFailedWhileTheImageWasDeleted() {
    ObjectCreated created =
        stack.stored("unclear.png", Photos.read("chelsea.png"), "image/png", S3Events.SEQUENCER);
    stack.set("unclear.png", "Sequencer", S3Events.SEQUENCER);
    stack.faults().before("PutObject", () -> stack.delete("unclear.png"));
    stack.faults().refuse(DeleteObjectRequest.class);
    assertThat(consumer.failures(created)).containsExactly("m0");
    assertThat(stack.hasResult("thumbnails/unclear.png.jpg")).isTrue();
    stack.faults().heal();
    assertThat(consumer.failures(created)).as("the claim has not ended").containsExactly("m0");
    stack.set("unclear.png", "ThumbnailClaimExpiresAt", "2026-11-21T08:00:00.000Z");

    assertThat(consumer.failures(created)).isEmpty();

    assertThat(stack.hasResult("thumbnails/unclear.png.jpg")).isFalse();
    assertThat(stack.summary("unclear.png")).doesNotContainKey("ThumbnailClaimedBy");
  }

  @Test
  void makesTheThumbnailOfWhatIsUploadedAfterADeletion() {
    stack.stored("anew.png", Photos.read("chelsea.png"), "image/png", "01");
    stack.set("anew.png", "Sequencer", "01");
    stack.delete("anew.png");
    ObjectCreated cup = stack.stored("anew.png", Photos.read("coffee.png"), "image/png", "02");

    assertThat(consumer.failures(cup)).isEmpty();

    assertThat(picture("anew.png").getWidth()).isEqualTo(480);
    assertThat(stack.summary("anew.png")).containsKeys("Thumbnail", "DeletedAt");
  }

  private ConsumerTester consumer() {
    stack.resetFaults();
    return new ConsumerTester(
        new ThumbnailHandler(
            new Environment(stack.environment()),
            stack.functionS3(),
            stack.functionDynamoDb(),
            Log.to("thumbnail", lines::add),
            Clock.systemUTC()));
  }

  private static String thumbnailKey(String key) {
    return stack.summary(key).get("Thumbnail").m().get("Key").s();
  }

  private static BufferedImage picture(String key) {
    return Pictures.read(
        stack
            .s3()
            .getObjectAsBytes(
                request -> request.bucket(stack.resultsBucket()).key(thumbnailKey(key)))
            .asByteArray());
  }
}
