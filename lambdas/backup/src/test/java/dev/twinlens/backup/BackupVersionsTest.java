package dev.twinlens.backup;

import static dev.twinlens.backup.BackupRig.random;
import static org.assertj.core.api.Assertions.assertThat;

import dev.twinlens.domain.catalog.CopyTable;
import dev.twinlens.domain.catalog.ImageTable;
import dev.twinlens.domain.catalog.RowUpdate;
import dev.twinlens.domain.catalog.Tombstone;
import dev.twinlens.domain.events.Sequencer;
import dev.twinlens.testing.StoredVersion;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;

/** The versions of one key, in whatever order and however often their events come. */
final class BackupVersionsTest {
  private final BackupRig rig = new BackupRig();
  private final String key = "versions/" + UUID.randomUUID();

  @Test
  void doesNothingWhenTheEventComesAgain() {
    StoredVersion version = rig.store(key, random(100));
    assertThat(rig.failures(version)).isEmpty();
    Map<String, AttributeValue> summary = rig.summary(key);
    rig.container().delete(rig.container().blob(key));

    assertThat(rig.failures(version)).isEmpty();

    assertThat(rig.container().names()).isEmpty();
    assertThat(rig.summary(key)).isEqualTo(summary);
  }

  @Test
  void copiesEveryVersionAndShowsTheNewest() {
    byte[] old = random(100);
    byte[] young = random(Original.MAX_IN_MEMORY + 1);
    StoredVersion first = rig.store(key, old, "01");
    StoredVersion second = rig.store(key, young, "0100001");

    assertThat(rig.failures(second)).isEmpty();
    assertThat(rig.failures(first)).isEmpty();

    assertThat(rig.container().content(blob(first))).isEqualTo(old);
    assertThat(rig.container().content(blob(second))).isEqualTo(young);
    assertThat(shownVersion()).isEqualTo(second.versionId());
    assertThat(rig.copyRow(first)).containsKey("Url");
  }

  @Test
  void recordsTheCopyThatItFinds() {
    StoredVersion version = rig.store(key, random(100));
    copyWithoutRecording(version);

    assertThat(rig.failures(version)).isEmpty();

    assertThat(rig.container().names()).hasSize(1);
    assertThat(shownVersion()).isEqualTo(version.versionId());
    assertThat(rig.lines()).anySatisfy(line -> assertThat(line).contains("Found a copy"));
  }

  /** S3's events have milliseconds, and what it says of a stored version has seconds. */
  @Test
  void findsTheCopyAlsoWhenTheRemovalOfANewerVersionTellsOfIt() {
    StoredVersion first = rig.store(key, random(100), "01");
    StoredVersion second = rig.store(key, random(200), "02");
    copyWithoutRecording(first);
    rig.stack().images().destroy(key, second.versionId());

    assertThat(rig.failures(StoredVersion.removal(second, "03"))).isEmpty();

    assertThat(rig.container().names()).hasSize(1);
    assertThat(shownVersion()).isEqualTo(first.versionId());
    assertThat(rig.failures(first)).isEmpty();
    assertThat(rig.container().names()).hasSize(1);
  }

  /** As a worker that is killed as soon as Azure has the blob. */
  private void copyWithoutRecording(StoredVersion version) {
    rig.stack().faults().refuseNth(2, UpdateItemRequest.class::isInstance);
    assertThat(rig.failures(version)).containsExactly("m0");
    assertThat(rig.container().names()).hasSize(1);
    assertThat(rig.copyRow(version)).containsOnlyKeys("ImageName", "Label", "UploadedAt");
    rig.stack().faults().heal();
  }

  @Test
  void completesWhicheverUpdateFails() {
    boolean failed = true;
    for (int n = 1; failed; n++) {
      String each = key + n;
      StoredVersion version = rig.store(each, random(100));
      BooleanSupplier happened =
          rig.stack().faults().refuseNth(n, UpdateItemRequest.class::isInstance);

      List<String> failures = rig.failures(version);
      rig.stack().faults().heal();
      failed = happened.getAsBoolean();

      assertThat(failures).as("update %d", n).isEqualTo(failed ? List.of("m0") : List.of());
      assertThat(rig.failures(version)).as("update %d", n).isEmpty();
      assertThat(rig.summary(each))
          .containsKeys("UploadedAt", "Status")
          .extractingByKey("Backup")
          .satisfies(
              copy -> assertThat(copy.m().get("VersionId").s()).isEqualTo(version.versionId()));
      assertThat(rig.container().copy(each)).hasSize(100);
      assertThat(n).as("updates").isLessThan(10);
    }
  }

  @Test
  void doesNothingForAVersionThatNoLongerExists() {
    StoredVersion version = rig.store(key, random(100));
    rig.stack().images().destroy(key, version.versionId());

    assertThat(rig.failures(version)).isEmpty();

    assertThat(rig.container().names()).isEmpty();
    assertThat(rig.stack().table().rows(key)).isEmpty();
  }

  @Test
  void copiesAVersionThatWasDeletedAndLeavesItDeleted() {
    StoredVersion version = rig.store(key, random(100));
    rig.stack().images().delete(key);
    ImageTable table = new ImageTable(rig.stack().table().dynamoDb(), rig.stack().table().name());
    table.update(
        Tombstone.write(
            RowUpdate.ofSummary(key), table.summary(key), Sequencer.NONE, Instant.now()));

    assertThat(rig.failures(version)).isEmpty();

    assertThat(rig.container().copy(key)).hasSize(100);
    assertThat(rig.summary(key))
        .containsKeys("DeletedAt", "ExpiresAt", "Backup")
        .doesNotContainKeys("UploadedAt", "Status", "Day");
  }

  @Test
  void showsTheCopyOfAVersionThatIsTheCurrentOneAgain() {
    StoredVersion first = rig.store(key, random(100), "01");
    StoredVersion second = rig.store(key, random(200), "02");
    assertThat(rig.failures(first)).isEmpty();
    assertThat(rig.failures(second)).isEmpty();
    rig.stack().images().destroy(key, second.versionId());

    assertThat(rig.failures(StoredVersion.removal(second, "03"))).isEmpty();

    assertThat(shownVersion()).isEqualTo(first.versionId());
    assertThat(rig.container().names()).hasSize(2);
  }

  @Test
  void keepsTheCopyOfAnObjectThatIsGone() {
    StoredVersion version = rig.store(key, random(100), "01");
    assertThat(rig.failures(version)).isEmpty();
    rig.stack().images().destroy(key, version.versionId());

    assertThat(rig.failures(StoredVersion.removal(version, "02"))).isEmpty();

    assertThat(rig.container().copy(key)).hasSize(100);
  }

  @Test
  void copiesAFolderMarkerWithoutMakingAnImageOfIt() {
    StoredVersion marker = rig.store(key + "/", new byte[0]);

    assertThat(rig.failures(marker)).isEmpty();

    assertThat(rig.container().names()).hasSize(1);
    assertThat(rig.summary(key + "/")).doesNotContainKeys("UploadedAt", "Status");
  }

  @Test
  void makesACopyBesideOneThatIsDamaged() {
    StoredVersion version = rig.store(key, random(100));
    assertThat(rig.failures(version)).isEmpty();
    String damaged = blob(version);
    new CopyTable(new ImageTable(rig.stack().table().dynamoDb(), rig.stack().table().name()))
        .repeat(key, version.versionId(), 2);

    assertThat(rig.failures(version)).isEmpty();

    assertThat(rig.container().names())
        .containsExactlyInAnyOrder(damaged, damaged.replace(".bin", "-r2.bin"));
    assertThat(rig.backup(key).get("Url").s()).endsWith("-r2.bin");
  }

  @Test
  void endsWithTheNewestVersionInWhateverOrderManyWorkersHaveTheEvents() throws Exception {
    List<StoredVersion> versions = new ArrayList<>();
    for (int version = 0; version < 4; version++) {
      versions.add(rig.store(key, random(1000 + version), "0" + version));
    }
    List<StoredVersion> left = new ArrayList<>(versions);
    left.addAll(versions);
    try (ExecutorService workers = Executors.newFixedThreadPool(4)) {
      while (!left.isEmpty()) {
        Collections.shuffle(left, new Random(left.size()));
        List<StoredVersion> round = List.copyOf(left);
        left.clear();
        List<Future<List<String>>> answers =
            workers.invokeAll(
                round.stream()
                    .<Callable<List<String>>>map(event -> () -> rig.failures(event))
                    .toList());
        for (int i = 0; i < round.size(); i++) {
          if (!answers.get(i).get().isEmpty()) {
            left.add(round.get(i));
          }
        }
        assertThat(left).hasSizeLessThan(round.size());
      }
    }

    for (StoredVersion version : versions) {
      assertThat(rig.container().content(blob(version))).hasSize(Math.toIntExact(version.size()));
    }
    assertThat(rig.container().names()).hasSize(versions.size());
    assertThat(rig.backup(key)).containsEntry("Sequencer", AttributeValue.fromS("03"));
  }

  private String shownVersion() {
    return rig.backup(key).get("VersionId").s();
  }

  private String blob(StoredVersion version) {
    return rig.container().names().stream()
        .filter(name -> name.contains(version.versionId()))
        .findFirst()
        .orElseThrow();
  }
}
