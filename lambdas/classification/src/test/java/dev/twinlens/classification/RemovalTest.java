package dev.twinlens.classification;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twinlens.domain.catalog.ImageTable;
import dev.twinlens.domain.claims.Outcome;
import dev.twinlens.domain.events.MalformedMessageException;
import dev.twinlens.domain.events.ObjectEvent;
import dev.twinlens.domain.events.ObjectRemoved;
import dev.twinlens.domain.events.S3Notifications;
import dev.twinlens.domain.events.Sequencer;
import dev.twinlens.local.testing.Photos;
import dev.twinlens.runtime.aws.AwsClients;
import dev.twinlens.runtime.config.Environment;
import dev.twinlens.runtime.logging.Log;
import dev.twinlens.testing.StoredVersion;
import dev.twinlens.testing.TestStack;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * What becomes of an image when somebody, or a lifecycle rule, removes versions from the bucket.
 */
final class RemovalTest {
  private static TestStack stack;

  private final String key = "removed/" + UUID.randomUUID() + ".png";
  private final StubDetector detector = new StubDetector().finds("Cat");
  private ImageClassifier classifier;

  @BeforeAll
  static void start() {
    stack = TestStack.create();
  }

  @BeforeEach
  void create() {
    stack.resetFaults();
    classifier =
        new ImageClassifier(
            ClassificationSettings.from(new Environment(stack.environment())),
            ClassificationClients.of(new AwsClients(stack.faults())),
            detector,
            Clock.systemUTC());
  }

  @Test
  void deletesTheImageOfAnObjectThatIsGone() {
    handle(created(store("01")));
    stack.images().delete(key);

    assertThat(handle(removal("02"))).isEqualTo(new Outcome.ClearedUp());

    assertDeleted();
    assertThat(handle(removal("02"))).isInstanceOf(Outcome.Skipped.class);
  }

  @Test
  void doesNotMakeAnImageOfAVersionWhoseEventComesAfterItsRemoval() {
    StoredVersion version = store("01");
    stack.images().delete(key);
    handle(removal("02"));

    assertThat(handle(created(version))).isInstanceOf(Outcome.Skipped.class);

    assertDeleted();
    assertThat(detector.versions()).isEmpty();
  }

  @Test
  void showsAnOlderVersionThatIsTheCurrentOneAgain() {
    StoredVersion first = store("01");
    StoredVersion second = store("02");
    handle(created(first));
    detector.finds("Cup");
    handle(created(second));
    stack.images().destroy(key, second.versionId());
    detector.finds("Cat");

    assertThat(handle(removal("03"))).isEqualTo(new Outcome.Done());

    assertThat(stack.table().rows(key)).containsOnlyKeys("*", "Cat");
    assertThat(summary())
        .containsEntry("VersionId", AttributeValue.fromS(first.versionId()))
        .containsEntry("Sequencer", AttributeValue.fromS("03"));
  }

  @Test
  void bringsAnImageBackWhenItsDeleteMarkerIsRemoved() {
    StoredVersion version = store("01");
    handle(created(version));
    String marker =
        stack
            .images()
            .s3()
            .deleteObject(request -> request.bucket(stack.images().name()).key(key))
            .versionId();
    handle(removal("02"));
    stack.images().destroy(key, marker);

    assertThat(handle(removal("03"))).isEqualTo(new Outcome.Done());

    assertThat(summary())
        .containsEntry("VersionId", AttributeValue.fromS(version.versionId()))
        .containsEntry("Status", AttributeValue.fromS("labelled"))
        .doesNotContainKey("DeletedAt");
  }

  @Test
  void changesNothingWhenAVersionThatWasReplacedIsRemoved() {
    StoredVersion first = store("01");
    StoredVersion second = store("02");
    handle(created(second));
    Map<String, AttributeValue> before = summary();
    int detections = detector.versions().size();
    stack.images().destroy(key, first.versionId());

    assertThat(handle(removal("03"))).isInstanceOf(Outcome.Skipped.class);

    assertThat(summary()).isEqualTo(before);
    assertThat(detector.versions()).hasSize(detections);
  }

  @Test
  void leavesAnImageAloneThatWasUploadedAfterTheRemoval() {
    handle(created(store("01")));
    stack.images().delete(key);
    StoredVersion newer = store("03");
    handle(created(newer));

    handle(removal("02"));

    assertThat(summary())
        .containsEntry("VersionId", AttributeValue.fromS(newer.versionId()))
        .doesNotContainKey("DeletedAt");
  }

  @Test
  void labelsAnImageThatIsUploadedAfterARemovalWithoutAnImage() {
    handle(removal("01"));
    StoredVersion version = store("02");

    assertThat(handle(created(version))).isEqualTo(new Outcome.Done());

    assertThat(summary()).containsEntry("Status", AttributeValue.fromS("labelled"));
  }

  @Test
  void makesNoImageOfAFolderMarker() {
    StoredVersion marker =
        stack.store(key + "/", new byte[0], "application/x-directory", StoredVersion.SEQUENCER);

    assertThat(handle(created(marker))).isInstanceOf(Outcome.Skipped.class);

    assertThat(stack.table().rows(key + "/")).isEmpty();
  }

  private void assertDeleted() {
    assertThat(stack.table().rows(key)).containsOnlyKeys("*");
    assertThat(summary()).containsKey("DeletedAt").doesNotContainKeys("UploadedAt", "Status");
    assertThat(stack.results().keys()).doesNotContain("results/" + key + ".json");
    assertThat(new ImageTable(stack.table().dynamoDb(), stack.table().name()).image(key)).isEmpty();
  }

  private Map<String, AttributeValue> summary() {
    return stack.table().summary(key);
  }

  private StoredVersion store(String sequencer) {
    return stack.store(key, Photos.read("chelsea.png"), "image/png", sequencer);
  }

  private static ObjectEvent created(StoredVersion version) {
    try {
      return S3Notifications.parse(StoredVersion.message(version)).get(0);
    } catch (MalformedMessageException e) {
      throw new AssertionError(e);
    }
  }

  private ObjectRemoved removal(String sequencer) {
    return new ObjectRemoved(
        stack.images().name(), key, "removed", new Sequencer(sequencer), Instant.now());
  }

  private Outcome handle(ObjectEvent event) {
    return classifier.classify(
        event, Instant.now().plusSeconds(30), Log.to("classify", line -> {}));
  }
}
