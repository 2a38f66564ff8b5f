package dev.twinlens.backup;

import static dev.twinlens.backup.BackupRig.random;
import static org.assertj.core.api.Assertions.assertThat;

import dev.twinlens.testing.StoredVersion;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;

/** The versions of one key, in whatever order and however often their events come. */
final class BackupVersionsTest {
  private final BackupRig rig = new BackupRig();
  private final String key = "versions/" + UUID.randomUUID();

  @Test
  void doesNotCopyAgainWhenTheEventComesAgain() {
    StoredVersion version = rig.store(key, random(100));
    assertThat(rig.failures(version)).isEmpty();
    Map<String, AttributeValue> summary = rig.summary(key);
    rig.container().delete(key);

    assertThat(rig.failures(version)).isEmpty();

    assertThat(rig.container().names()).isEmpty();
    assertThat(rig.summary(key)).isEqualTo(summary);
  }

  @Test
  void overwritesTheCopyOfAnOlderVersionButNeverThatOfANewer() {
    byte[] old = random(100);
    byte[] young = random(5 * 1024 * 1024);
    StoredVersion first = rig.store(key, old, "01");
    StoredVersion second = rig.store(key, young, "0100001");

    assertThat(rig.failures(first)).isEmpty();
    assertThat(rig.container().content(key)).isEqualTo(old);
    assertThat(rig.failures(second)).isEmpty();
    assertThat(rig.container().content(key)).isEqualTo(young);
    assertThat(rig.failures(first)).isEmpty();
    assertThat(rig.container().content(key)).isEqualTo(young);
    assertThat(copiedVersion()).isEqualTo(second.versionId());
  }

  @Test
  void copiesOneVersionAfterTheOther() {
    StoredVersion first = rig.store(key, random(100), "01");
    StoredVersion second = rig.store(key, random(200), "02");
    List<List<String>> during = new CopyOnWriteArrayList<>();
    rig.stack()
        .faults()
        .before(
            // Once the first is claimed and copied, the second comes.
            request -> request instanceof UpdateItemRequest && !rig.container().names().isEmpty(),
            () -> during.add(rig.failures(second)));
    assertThat(rig.failures(first)).isEmpty();

    assertThat(during).containsExactly(List.of("m0"));
    assertThat(rig.failures(second)).isEmpty();
    assertThat(copiedVersion()).isEqualTo(second.versionId());
    assertThat(rig.container().content(key)).hasSize(200);
  }

  @Test
  void doesNotCopyAnOldVersionWhenANewerWasCopiedInBetween() {
    StoredVersion first = rig.store(key, random(100), "01");
    StoredVersion second = rig.store(key, random(200), "02");
    List<List<String>> between = new CopyOnWriteArrayList<>();
    rig.stack()
        .faults()
        .before(
            // The first has read that nothing is copied, and has not claimed yet.
            GetObjectRequest.class::isInstance, () -> between.add(rig.failures(second)));

    assertThat(rig.failures(first)).isEmpty();

    assertThat(between).containsExactly(List.of());
    assertThat(rig.container().content(key)).hasSize(200);
    assertThat(copiedVersion()).isEqualTo(second.versionId());
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

    assertThat(rig.container().content(key)).hasSize(1003);
    assertThat(rig.backup(key)).containsEntry("Sequencer", AttributeValue.fromS("03"));
  }

  private String copiedVersion() {
    return rig.backup(key).get("VersionId").s();
  }
}
