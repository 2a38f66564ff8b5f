package dev.twinlens.classify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.twinlens.local.testing.Photos;
import dev.twinlens.runtime.aws.AwsClients;
import dev.twinlens.runtime.config.Environment;
import dev.twinlens.runtime.logging.Log;
import dev.twinlens.testing.ConsumerTester;
import dev.twinlens.testing.StoredVersion;
import dev.twinlens.testing.TestJson;
import dev.twinlens.testing.TestStack;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** With the real detector. The classification's own tests have one that is told what to find. */
final class ClassifyHandlerTest {
  /** One for each test: the bytes of an image that was labelled are not examined again. */
  private final TestStack stack = TestStack.create();

  private final List<String> lines = new CopyOnWriteArrayList<>();
  private final ConsumerTester consumer = consumer();

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
    StoredVersion stored = store(photo, Photos.read(photo));

    assertThat(consumer.failures(stored)).isEmpty();

    Map<String, Map<String, AttributeValue>> rows = stack.table().rows(stored.key());
    assertThat(rows.get("*").get("Status").s()).isEqualTo("labelled");
    assertThat(Double.parseDouble(rows.get(label).get("Confidence").n()))
        .isBetween(percent - 1.0, percent + 1.0);
    assertThat(rows.get(label).get("Kind").s()).isEqualTo("label");
    assertThat(rows.get(label).get("Instances").l()).isNotEmpty();
    stack.notifications(stored.key(), 1);
  }

  @Test
  void writesEverythingThatTheContractNames() {
    byte[] photo = Photos.read("chelsea.png");
    StoredVersion stored =
        stack.store("contract/cat.png", photo, "binary/octet-stream", StoredVersion.SEQUENCER);

    assertThat(consumer.failures(stored)).isEmpty();

    Map<String, Map<String, AttributeValue>> rows = stack.table().rows(stored.key());
    assertThat(rows.keySet()).contains("*", "Cat", "Animal", "Mammal", "Pet");
    Map<String, AttributeValue> summary = rows.get("*");
    assertThat(summary.get("ContentType").s()).isEqualTo("image/png");
    assertThat(summary.get("Size").n()).isEqualTo(Integer.toString(photo.length));
    assertThat(summary.get("VersionId").s()).isEqualTo(stored.versionId());
    assertThat(summary.get("Sequencer").s()).isEqualTo(stored.sequencer());
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
    assertThat(stack.table().rows("*")).containsKey("*day#2026-11-21");
    assertThat(stack.table().rows("*labels")).containsKeys("*label#Cat", "*label#Animal");

    byte[] result = stack.results().bytes("results/contract/cat.png.json");
    assertThat(TestJson.object(new String(result, StandardCharsets.UTF_8)))
        .containsKeys("Labels", "LabelModelVersion");

    assertThat(stack.notifications(stored.key(), 1).get(0))
        .containsEntry("key", "contract/cat.png")
        .containsEntry("versionId", stored.versionId());
  }

  static Stream<String> keys() {
    String key = String.join("/", Collections.nCopies(8, "k".repeat(127))) + "/";
    String longest = key.substring(0, 1020) + "😀";
    assertThat(longest.getBytes(StandardCharsets.UTF_8)).hasSize(1024);
    return Stream.of(
        "a b/c d.png",
        "1+1=2.png",
        "100%.png",
        "%20%2F.png",
        "😀/猫 ü.png",
        "a&b?c#d;e.png",
        "*",
        " leading space.png",
        longest);
  }

  @ParameterizedTest
  @MethodSource("keys")
  void labelsPhotosUnderAnyKey(String key) {
    stack.images().put(key, Photos.read("chelsea.png"), "image/png");

    assertThat(consumer.failures(stack.uploadEvent(key))).isEmpty();

    assertThat(stack.table().summary(key).get("Status").s()).isEqualTo("labelled");
    assertThat(stack.table().summary(key).get("ResultKey").s())
        .startsWith(key.length() > 1000 ? "results/sha256-" : "results/" + key);
    assertThat(stack.table().rows(key)).containsKey("Cat");
    assertThat(stack.notifications(key, 1).get(0)).containsEntry("key", key);
  }

  @Test
  void rejectsWhatRekognitionCannotDecode() {
    StoredVersion stored = store("scrambled.png", Photos.pngThatClaims(200, 200));

    assertThat(consumer.failures(stored)).isEmpty();

    assertThat(stack.table().summary(stored.key()).get("Status").s()).isEqualTo("rejected");
    assertThat(stack.table().summary(stored.key()).get("Error").s()).contains("damaged");
  }

  @Test
  void rejectsAVersionThatIsDestroyedBeforeRekognitionReadsIt() {
    StoredVersion stored = store("going.png", Photos.read("chelsea.png"));
    stack
        .faults()
        .before("DetectLabels", () -> stack.images().destroy("going.png", stored.versionId()));

    assertThat(consumer.failures(stored)).isEmpty();

    assertThat(stack.table().summary("going.png").get("Error").s()).contains("deleted");
  }

  @Test
  void deliversTheMessageAgainWhenRekognitionFails() {
    StoredVersion stored = store("failing.png", Photos.read("chelsea.png"));
    stack.faults().refuse(request -> request.getClass().getSimpleName().startsWith("Detect"));
    assertThat(consumer.failures(stored)).containsExactly("m0");
    stack.faults().heal();

    assertThat(consumer.failures(stored)).isEmpty();

    stack.notifications("failing.png", 1);
  }

  @Test
  void stopsAtItsInitialisationWhenAVariableIsMissing() {
    Map<String, String> environment = stack.environment();
    environment.remove("NOTIFICATIONS_TOPIC_ARN");

    assertThatThrownBy(() -> new ClassifyHandler(new Environment(environment)))
        .hasMessageContaining("NOTIFICATIONS_TOPIC_ARN");
  }

  private ConsumerTester consumer() {
    stack.resetFaults();
    return new ConsumerTester(
        new ClassifyHandler(
            new Environment(stack.environment()),
            new AwsClients(stack.faults()),
            Log.to("classify", lines::add),
            Clock.systemUTC()));
  }

  private StoredVersion store(String key, byte[] bytes) {
    return stack.store(key, bytes, "image/png", StoredVersion.SEQUENCER);
  }
}
