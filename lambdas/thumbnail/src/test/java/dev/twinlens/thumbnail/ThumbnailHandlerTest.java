package dev.twinlens.thumbnail;

import static org.assertj.core.api.Assertions.as;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.twinlens.local.testing.Photos;
import dev.twinlens.local.testing.Pictures;
import dev.twinlens.runtime.aws.AwsClients;
import dev.twinlens.runtime.config.Environment;
import dev.twinlens.runtime.logging.Log;
import dev.twinlens.testing.ConsumerTester;
import dev.twinlens.testing.StoredVersion;
import dev.twinlens.testing.TestStack;
import java.awt.image.BufferedImage;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.StorageClass;

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
    StoredVersion stored =
        stack.store(
            "2026-11-21/x/cat.png",
            Photos.read("chelsea.png"),
            "image/png",
            StoredVersion.SEQUENCER);

    assertThat(consumer.failures(stored)).isEmpty();

    Map<String, AttributeValue> summary = stack.table().summary(stored.key());
    assertThat(summary).doesNotContainKeys("ThumbnailClaimedBy", "ThumbnailClaimExpiresAt");
    Map<String, AttributeValue> thumbnail = summary.get("Thumbnail").m();
    assertThat(thumbnail.get("Key").s()).isEqualTo("thumbnails/2026-11-21/x/cat.png.jpg");
    assertThat(thumbnail.get("VersionId").s()).isEqualTo(stored.versionId());
    assertThat(thumbnail.get("Sequencer").s()).isEqualTo(StoredVersion.SEQUENCER);
    assertThat(thumbnail).containsKey("At");
    BufferedImage picture = picture(stored.key());
    assertThat(picture.getWidth()).isEqualTo(451);
    assertThat(picture.getHeight()).isEqualTo(300);
    GetObjectResponse head = stack.results().properties("thumbnails/2026-11-21/x/cat.png.jpg");
    assertThat(head.contentType()).isEqualTo("image/jpeg");
    assertThat(head.cacheControl()).startsWith("private");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a b/c d.png", "1+1=2.png", "%20%2F.png", "😀/猫 ü.png", "a&b?c#d;e", "*"})
  void makesThumbnailsUnderAnyKey(String key) {
    stack.images().put(key, Photos.read("chelsea.png"), "image/png");

    assertThat(consumer.failures(stack.uploadEvent(key))).isEmpty();

    assertThat(thumbnailKey(key)).isEqualTo("thumbnails/" + key + ".jpg");
    assertThat(picture(key).getWidth()).isEqualTo(451);
  }

  @Test
  void makesAThumbnailUnderAKeyOf1024Bytes() {
    String key = "k".repeat(1020) + "😀";
    stack.images().put(key, Photos.read("chelsea.png"), "image/png");

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

  /** classify rejects them; the row is left to it. */
  @ParameterizedTest
  @MethodSource("filesWithoutThumbnail")
  void makesNoThumbnailOfWhatIsNotASoundPhotoAndSaysWhy(String name, byte[] bytes, String reason) {
    StoredVersion stored =
        stack.store("none/" + name, bytes, "image/jpeg", StoredVersion.SEQUENCER);

    assertThat(consumer.failures(stored)).isEmpty();

    assertThat(stack.table().summary(stored.key()))
        .doesNotContainKeys("ThumbnailClaimedBy", "Status", "Error");
    assertThat(stack.table().summary(stored.key()).get("Thumbnail").m())
        .containsOnlyKeys("VersionId", "Sequencer", "Error")
        .containsEntry("VersionId", AttributeValue.fromS(stored.versionId()))
        .extractingByKey("Error", as(type(AttributeValue.class)))
        .satisfies(error -> assertThat(error.s()).contains(reason));
    assertThat(stack.results().has("thumbnails/none/" + name + ".jpg")).isFalse();
    assertThat(lines)
        .anySatisfy(line -> assertThat(line).contains("No thumbnail").contains(reason));
  }

  @Test
  void makesNoThumbnailOfAnArchivedPhotoAndDoesNotTryAgain() {
    stack
        .images()
        .s3()
        .putObject(
            put ->
                put.bucket(stack.images().name())
                    .key("archived.png")
                    .storageClass(StorageClass.DEEP_ARCHIVE),
            RequestBody.fromBytes(Photos.read("chelsea.png")));

    assertThat(consumer.failures(stack.uploadEvent("archived.png"))).isEmpty();

    assertThat(stack.table().rows("archived.png")).isEmpty();
    assertThat(lines).anySatisfy(line -> assertThat(line).contains("archived"));
  }

  @Test
  void readsTheVersionOfTheEvent() {
    StoredVersion stored =
        stack.store(
            "version.png", Photos.read("chelsea.png"), "image/png", StoredVersion.SEQUENCER);
    stack.images().put("version.png", Photos.text("overwritten since"), "text/plain");

    assertThat(consumer.failures(stored)).isEmpty();

    assertThat(picture("version.png").getWidth()).isEqualTo(451);
  }

  @Test
  void replacesTheThumbnailOfAnOlderVersionButNeverThatOfANewer() {
    StoredVersion cat = stack.store("v.png", Photos.read("chelsea.png"), "image/png", "01");
    StoredVersion cup = stack.store("v.png", Photos.read("coffee.png"), "image/png", "0100001");
    assertThat(consumer.failures(cat)).isEmpty();
    assertThat(picture("v.png").getWidth()).isEqualTo(451);

    assertThat(consumer.failures(cup)).isEmpty();
    assertThat(consumer.failures(cat)).isEmpty();

    assertThat(picture("v.png").getWidth()).isEqualTo(480);
    assertThat(stack.table().summary("v.png").get("Thumbnail").m().get("VersionId").s())
        .isEqualTo(cup.versionId());
  }

  @Test
  void makesNoThumbnailOfAVersionThatClassifyKnowsToBeSuperseded() {
    StoredVersion cat = stack.store("old.png", Photos.read("chelsea.png"), "image/png", "01");
    StoredVersion cup = stack.store("old.png", Photos.read("coffee.png"), "image/png", "02");
    stack.table().set("old.png", "Sequencer", "02");

    assertThat(consumer.failures(cat)).isEmpty();
    assertThat(stack.table().summary("old.png")).doesNotContainKey("Thumbnail");
    assertThat(consumer.failures(cup)).isEmpty();
    assertThat(picture("old.png").getWidth()).isEqualTo(480);
  }

  @Test
  void waitsForAnotherVersionsThumbnailThatIsBeingMade() {
    StoredVersion cat = stack.store("race.png", Photos.read("chelsea.png"), "image/png", "01");
    StoredVersion cup = stack.store("race.png", Photos.read("coffee.png"), "image/png", "02");
    List<List<String>> during = new CopyOnWriteArrayList<>();
    stack.faults().before("PutObject", () -> during.add(consumer.failures(cup)));

    assertThat(consumer.failures(cat)).isEmpty();
    assertThat(during).containsExactly(List.of("m0"));
    assertThat(consumer.failures(cup)).isEmpty();

    assertThat(picture("race.png").getWidth()).isEqualTo(480);
  }

  @Test
  void leavesAloneWhatOthersWrote() {
    StoredVersion stored =
        stack.store("others.png", Photos.read("chelsea.png"), "image/png", StoredVersion.SEQUENCER);
    stack.table().set("others.png", "Status", "labelled");
    stack.table().set("others.png", "ClaimedBy", "another");
    stack.table().set("others.png", "ClaimedBy", "another");
    Map<String, AttributeValue> before = stack.table().summary("others.png");

    assertThat(consumer.failures(stored)).isEmpty();

    assertThat(stack.table().summary("others.png"))
        .containsAllEntriesOf(before)
        .containsKey("Thumbnail");
  }

  static Stream<Class<? extends SdkRequest>> failingCalls() {
    return Stream.of(GetObjectRequest.class, PutObjectRequest.class);
  }

  @ParameterizedTest
  @MethodSource("failingCalls")
  void completesOnTheNextDeliveryWhatAFailureInterrupted(Class<? extends SdkRequest> failing) {
    String key = failing.getSimpleName();
    StoredVersion stored =
        stack.store(key, Photos.read("chelsea.png"), "image/png", StoredVersion.SEQUENCER);
    stack.faults().refuse(failing);
    assertThat(consumer.failures(stored)).containsExactly("m0");
    stack.faults().heal();

    assertThat(consumer.failures(stored)).isEmpty();

    assertThat(picture(key).getWidth()).isEqualTo(451);
  }

  private ConsumerTester consumer() {
    stack.resetFaults();
    return new ConsumerTester(
        new ThumbnailHandler(
            new Environment(stack.environment()),
            new AwsClients(stack.faults()),
            Log.to("thumbnail", lines::add),
            Clock.systemUTC()));
  }

  private static String thumbnailKey(String key) {
    return stack.table().summary(key).get("Thumbnail").m().get("Key").s();
  }

  private static BufferedImage picture(String key) {
    return Pictures.read(stack.results().bytes(thumbnailKey(key)));
  }
}
