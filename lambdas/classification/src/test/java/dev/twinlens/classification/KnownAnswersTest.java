package dev.twinlens.classification;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twinlens.domain.catalog.ImageTable;
import dev.twinlens.domain.catalog.RestoreTable;
import dev.twinlens.domain.catalog.RestoredUpload;
import dev.twinlens.domain.claims.Outcome;
import dev.twinlens.domain.events.ObjectCreated;
import dev.twinlens.domain.hashes.Hashes;
import dev.twinlens.local.testing.Photos;
import dev.twinlens.testing.StoredVersion;
import dev.twinlens.testing.TestStack;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.sync.RequestBody;

/** What was found in bytes before is not asked for again while an image has them. */
final class KnownAnswersTest {
  private static final Outcome DONE = new Outcome.Done();

  private final TestStack stack = TestStack.create();
  private final ClassifierRig rig = new ClassifierRig(stack);
  private final StubDetector detector = rig.detector();

  @Test
  void asksOnceAboutTheSameBytesWhileAnImageHasThem() {
    byte[] photo = Photos.read("chelsea.png");
    rig.classify(rig.stored("first.png", photo));
    ObjectCreated again = rig.stored("first.png", photo, StoredVersion.SEQUENCER + "01");

    assertThat(rig.classify(again)).isEqualTo(DONE);
    assertThat(rig.classify(rig.stored("second.png", photo))).isEqualTo(DONE);

    assertThat(detector.versions()).hasSize(1);
    assertThat(stack.table().rows("second.png")).containsOnlyKeys("*", "Cat", "Animal");
    assertThat(stack.results().bytes("results/second.png.json"))
        .isEqualTo(stack.results().bytes("results/first.png.json"));
    assertThat(stack.notifications("second.png", 1)).hasSize(1);
  }

  @Test
  void asksAgainWhenNoImageHasTheBytesAnyMore() {
    byte[] photo = Photos.read("chelsea.png");
    rig.classify(rig.stored("deleted.png", photo));
    stack.table().set("deleted.png", "DeletedAt", "2026-11-21T08:00:00.000Z");

    rig.classify(rig.stored("other.png", photo));

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

    rig.classify(
        ClassifierRig.event(
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
}
