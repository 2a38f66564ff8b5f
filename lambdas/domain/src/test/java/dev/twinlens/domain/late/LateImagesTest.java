package dev.twinlens.domain.late;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twinlens.domain.catalog.BackupCopy;
import dev.twinlens.domain.catalog.CopyTable;
import dev.twinlens.domain.catalog.ImageTable;
import dev.twinlens.domain.catalog.Late;
import dev.twinlens.domain.catalog.LateTask;
import dev.twinlens.domain.catalog.ReceivedImage;
import dev.twinlens.domain.catalog.RowUpdate;
import dev.twinlens.domain.catalog.SummaryRow;
import dev.twinlens.domain.catalog.Tombstone;
import dev.twinlens.domain.events.ObjectCreated;
import dev.twinlens.domain.events.Sequencer;
import dev.twinlens.domain.storage.ImageBucket;
import dev.twinlens.testing.StoredVersion;
import dev.twinlens.testing.TestStack;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class LateImagesTest {
  private static final TestStack STACK = TestStack.create();
  private static final Instant START = Instant.parse("2026-11-30T10:00:00Z");
  private static final String SILENT = "Azure Blob Storage does not answer.";
  private static final String THROTTLED = "Azure Blob Storage is throttling requests.";

  private final ImageTable table = new ImageTable(STACK.functionDynamoDb(), STACK.table().name());
  private final ImageBucket images = new ImageBucket(STACK.functionS3(), STACK.images().name());

  @Test
  void makesAStoredImageVisibleAsWaiting() {
    ObjectCreated version = store("new", "01");

    late(START).record(version, SILENT);

    SummaryRow row = table.summary("new");
    assertThat(row.isImage()).isTrue();
    assertThat(row.versionId()).contains(version.versionId());
    assertThat(row.late()).containsExactly(late(version, "2026-11-30T10:00:00.000Z", SILENT));
  }

  @Test
  void keepsTheTimeOfTheFirstFailureAndTheReasonOfTheLast() {
    ObjectCreated version = store("twice", "01");
    late(START).record(version, SILENT);

    late(START.plus(Duration.ofHours(1))).record(version, THROTTLED);

    assertThat(table.summary("twice").late())
        .containsExactly(late(version, "2026-11-30T10:00:00.000Z", THROTTLED));
  }

  @Test
  void isOverWithTheCopy() {
    ObjectCreated version = store("over", "01");
    late(START).record(version, SILENT);

    show(version);

    assertThat(table.summary("over").late()).isEmpty();
    assertThat(STACK.table().summary("over")).doesNotContainKey("CopyLate").containsKey("Backup");
  }

  @Test
  void recordsNothingOfWhatIsDone() {
    ObjectCreated version = store("done", "01");
    late(START).record(version, SILENT);
    show(version);

    late(START).record(version, SILENT);

    assertThat(STACK.table().summary("done")).doesNotContainKey("CopyLate");
  }

  @Test
  void doesNotBringBackADeletedImage() {
    ObjectCreated version = store("deleted", "01");
    receive(version);
    late(START).record(version, SILENT);
    table.update(
        Tombstone.write(
            RowUpdate.ofSummary("deleted"), table.summary("deleted"), Sequencer.NONE, START));
    var tombstone = STACK.table().summary("deleted");
    assertThat(tombstone).doesNotContainKeys("CopyLate", "UploadedAt");

    late(START).record(version, SILENT);

    assertThat(STACK.table().summary("deleted")).isEqualTo(tombstone);
  }

  @Test
  void makesNoRowForAVersionThatIsGone() {
    ObjectCreated version = store("gone", "01");
    STACK.images().destroy("gone", version.versionId());

    late(START).record(version, SILENT);

    assertThat(STACK.table().rows("gone")).isEmpty();
  }

  @Test
  void makesNoImageOfAFolderMarker() {
    StoredVersion marker = STACK.store("folder/", new byte[0], "application/x-directory", "01");

    late(START)
        .record(
            new ObjectCreated(
                marker.bucket(),
                marker.key(),
                marker.versionId(),
                new Sequencer(marker.sequencer()),
                marker.size(),
                START),
            SILENT);

    assertThat(STACK.table().rows("folder/")).isEmpty();
  }

  @Test
  void recordsNothingOfAnOlderVersion() {
    ObjectCreated older = store("older", "01");
    receive(store("older", "02"));

    late(START).record(older, SILENT);

    assertThat(table.summary("older").late()).isEmpty();
  }

  @Test
  void saysThatANewerVersionIsToReplaceWhatIsShown() {
    ObjectCreated older = store("newer", "01");
    receive(older);
    show(older);
    ObjectCreated newer = store("newer", "02");

    late(START).recordReplacement(newer, "A newer version of this image is next.");

    assertThat(table.summary("newer").late())
        .extracting(Late::versionId)
        .containsExactly(newer.versionId());
    show(older);
    assertThat(table.summary("newer").late()).as("after the older version").hasSize(1);
  }

  @Test
  void recordsNoShortWaitOfTheVersionThatIsShown() {
    ObjectCreated version = store("short", "01");
    receive(version);

    late(START).recordReplacement(version, "A newer version of this image is next.");

    assertThat(table.summary("short").late()).isEmpty();
  }

  @Test
  void recordsNoShortWaitOfAnImageWithoutARow() {
    late(START).recordReplacement(store("none", "01"), "A newer version of this image is next.");

    assertThat(STACK.table().rows("none")).isEmpty();
  }

  private LateImages late(Instant now) {
    return new LateImages(LateTask.COPY, table, images, Clock.fixed(now, ZoneOffset.UTC));
  }

  private static Late late(ObjectCreated version, String since, String because) {
    return new Late(LateTask.COPY, since, because, version.versionId(), version.sequencer());
  }

  private static ObjectCreated store(String key, String sequencer) {
    byte[] bytes = ("photo " + sequencer).getBytes(StandardCharsets.UTF_8);
    StoredVersion stored = STACK.store(key, bytes, "image/png", sequencer);
    return new ObjectCreated(
        stored.bucket(),
        key,
        stored.versionId(),
        new Sequencer(sequencer),
        bytes.length,
        START.minusSeconds(5));
  }

  /** The row as classify writes it when it begins. */
  private void receive(ObjectCreated version) {
    RowUpdate update = RowUpdate.ofSummary(version.key());
    ReceivedImage.write(
        update, images.find(version.key(), version.versionId(), version.time()).orElseThrow());
    table.update(update.set("Sequencer", version.sequencer().value()));
  }

  private void show(ObjectCreated version) {
    new CopyTable(table)
        .show(
            SummaryRow.empty(version.key()),
            new BackupCopy(
                "https://account.blob.core.windows.net/c/b",
                "md5",
                "sha256",
                version.versionId(),
                "2026-11-30T10:00:01.000Z",
                version.sequencer(),
                Optional.empty()),
            update -> {});
  }
}
