package dev.twinlens.classification;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twinlens.domain.catalog.ImageTable;
import dev.twinlens.domain.claims.Outcome;
import dev.twinlens.domain.events.ObjectRemoved;
import dev.twinlens.domain.events.Sequencer;
import dev.twinlens.domain.hashes.Hashes;
import dev.twinlens.local.testing.Photos;
import dev.twinlens.testing.StoredVersion;
import dev.twinlens.testing.TestStack;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * What becomes of an image when somebody, or a lifecycle rule, removes versions from the bucket.
 */
final class RemovalTest {
  private static TestStack stack;

  private final String key = "removed/" + UUID.randomUUID() + ".png";
  private ClassifierRig rig;
  private StubDetector detector;

  @BeforeAll
  static void start() {
    stack = TestStack.create();
  }

  @BeforeEach
  void create() {
    stack.resetFaults();
    rig = new ClassifierRig(stack);
    detector = rig.detector().finds("Cat");
  }

  @Test
  void deletesTheImageOfAnObjectThatIsGone() {
    rig.classify(ClassifierRig.event(store("01")));
    stack.images().delete(key);

    assertThat(rig.classify(hiding("02"))).isEqualTo(new Outcome.ClearedUp());

    assertDeleted();
    assertThat(rig.classify(hiding("02"))).isInstanceOf(Outcome.Skipped.class);
  }

  @Test
  void doesNotMakeAnImageOfAVersionWhoseEventComesAfterItsRemoval() {
    StoredVersion version = store("01");
    stack.images().delete(key);
    rig.classify(hiding("02"));

    assertThat(rig.classify(ClassifierRig.event(version))).isInstanceOf(Outcome.Skipped.class);

    assertDeleted();
    assertThat(detector.versions()).isEmpty();
  }

  @Test
  void showsAnOlderVersionThatIsTheCurrentOneAgain() {
    StoredVersion first = store("01");
    StoredVersion second = store("02");
    rig.classify(ClassifierRig.event(first));
    detector.finds("Cup");
    rig.classify(ClassifierRig.event(second));
    stack.images().destroy(key, second.versionId());
    detector.finds("Cat");

    assertThat(rig.classify(destruction("03"))).isEqualTo(new Outcome.Done());

    assertThat(stack.table().rows(key)).containsOnlyKeys("*", "Cat");
    assertThat(summary())
        .containsEntry("VersionId", AttributeValue.fromS(first.versionId()))
        .containsEntry("Sequencer", AttributeValue.fromS("03"));
  }

  @Test
  void bringsAnImageBackWhenItsDeleteMarkerIsRemoved() {
    StoredVersion version = store("01");
    rig.classify(ClassifierRig.event(version));
    String marker =
        stack
            .images()
            .s3()
            .deleteObject(request -> request.bucket(stack.images().name()).key(key))
            .versionId();
    rig.classify(hiding("02"));
    stack.images().destroy(key, marker);

    assertThat(rig.classify(destruction("03"))).isEqualTo(new Outcome.Done());

    assertThat(summary())
        .containsEntry("VersionId", AttributeValue.fromS(version.versionId()))
        .containsEntry("Status", AttributeValue.fromS("labelled"))
        .doesNotContainKey("DeletedAt");
  }

  @Test
  void changesNothingWhenAVersionThatWasReplacedIsRemoved() {
    StoredVersion first = store("01");
    StoredVersion second = store("02");
    rig.classify(ClassifierRig.event(second));
    Map<String, AttributeValue> before = summary();
    int detections = detector.versions().size();
    stack.images().destroy(key, first.versionId());

    assertThat(rig.classify(destruction("03"))).isInstanceOf(Outcome.Skipped.class);

    assertThat(summary()).isEqualTo(before);
    assertThat(detector.versions()).hasSize(detections);
  }

  @Test
  void leavesAnImageAloneThatWasUploadedAfterTheRemoval() {
    rig.classify(ClassifierRig.event(store("01")));
    stack.images().delete(key);
    StoredVersion newer = store("03");
    rig.classify(ClassifierRig.event(newer));

    rig.classify(hiding("02"));

    assertThat(summary())
        .containsEntry("VersionId", AttributeValue.fromS(newer.versionId()))
        .doesNotContainKey("DeletedAt");
  }

  @Test
  void labelsAnImageThatIsUploadedAfterARemovalWithoutAnImage() {
    rig.classify(hiding("01"));
    StoredVersion version = store("02");

    assertThat(rig.classify(ClassifierRig.event(version))).isEqualTo(new Outcome.Done());

    assertThat(summary()).containsEntry("Status", AttributeValue.fromS("labelled"));
  }

  @Test
  void keepsTheResultOfAnImageWhoseEveryVersionWasDestroyed() {
    StoredVersion lost = store("01");
    rig.classify(ClassifierRig.event(lost));
    String sha256 = Hashes.sha256Base64(Photos.read("chelsea.png"));
    stack.images().destroy(key, lost.versionId());

    assertThat(rig.classify(destruction("02"))).isEqualTo(new Outcome.ClearedUp());

    assertThat(stack.table().rows(key)).containsOnlyKeys("*");
    assertThat(summary())
        .containsEntry("Destroyed", AttributeValue.fromS("01"))
        .containsEntry("Sha256", AttributeValue.fromS(sha256))
        .containsKey("DeletedAt")
        .doesNotContainKeys("UploadedAt", "Status", "ExpiresAt");
    assertThat(stack.results().has("results/" + key + ".json")).isTrue();
    int detections = detector.versions().size();

    assertThat(rig.classify(ClassifierRig.event(store("03")))).isEqualTo(new Outcome.Done());

    assertThat(detector.versions()).hasSize(detections);
    assertThat(stack.table().rows(key)).containsOnlyKeys("*", "Cat");
    assertThat(summary()).doesNotContainKeys("DeletedAt", "Destroyed");
  }

  /** The last image that was labelled is the one whose result is looked at first. */
  @Test
  void usesTheResultOfADestroyedImageThoughAnotherWithItsBytesWasDeleted() {
    StoredVersion lost = store("01");
    rig.classify(ClassifierRig.event(lost));
    String other = key + ".copy";
    rig.classify(rig.stored(other, Photos.read("chelsea.png"), "01"));
    stack.table().set(other, "DeletedAt", "2026-11-21T08:00:00.000Z");
    stack.images().destroy(key, lost.versionId());
    rig.classify(destruction("02"));
    int detections = detector.versions().size();

    rig.classify(ClassifierRig.event(store("03")));

    assertThat(detector.versions()).hasSize(detections);
  }

  @ParameterizedTest
  @CsvSource({"02, 03", "03, 02"})
  void forgetsTheResultOfAnImageThatWasHiddenBesides(String hidden, String destroyed) {
    StoredVersion version = store("01");
    rig.classify(ClassifierRig.event(version));
    stack.images().destroy(key, version.versionId());
    rig.classify(destruction(destroyed));

    assertThat(rig.classify(hiding(hidden))).isEqualTo(new Outcome.ClearedUp());

    assertDeleted();
    assertThat(summary()).doesNotContainKeys("Destroyed", "Sha256", "ResultKey");
    assertThat(rig.classify(destruction("04"))).isInstanceOf(Outcome.Skipped.class);
    assertThat(summary()).containsKey("ExpiresAt").doesNotContainKey("Destroyed");
  }

  @Test
  void keepsTheMarkOfAnImageThatWasHiddenBeforeItsLastUpload() {
    StoredVersion version = store("03");
    rig.classify(ClassifierRig.event(version));
    stack.images().destroy(key, version.versionId());
    rig.classify(destruction("04"));

    assertThat(rig.classify(hiding("02"))).isInstanceOf(Outcome.Skipped.class);

    assertThat(summary()).containsKey("Destroyed");
  }

  @Test
  void makesNoImageOfAFolderMarker() {
    StoredVersion marker =
        stack.store(key + "/", new byte[0], "application/x-directory", StoredVersion.SEQUENCER);

    assertThat(rig.classify(ClassifierRig.event(marker))).isInstanceOf(Outcome.Skipped.class);

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

  private ObjectRemoved hiding(String sequencer) {
    return removal(sequencer, ObjectRemoved.Kind.HIDDEN);
  }

  private ObjectRemoved destruction(String sequencer) {
    return removal(sequencer, ObjectRemoved.Kind.DESTROYED);
  }

  private ObjectRemoved removal(String sequencer, ObjectRemoved.Kind kind) {
    return new ObjectRemoved(
        stack.images().name(), key, "removed", new Sequencer(sequencer), Instant.now(), kind);
  }
}
