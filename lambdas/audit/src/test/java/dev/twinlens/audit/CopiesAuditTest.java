package dev.twinlens.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twinlens.testing.StoredVersion;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** What the audit finds of copies, and what becomes of it. */
final class CopiesAuditTest {
  private final AuditRig rig = new AuditRig();

  @Test
  void readsEveryCopyAndFindsNothingWrong() {
    StoredVersion version = rig.copied("sound");

    Map<String, Object> figures = rig.audit();

    assertThat(figures)
        .containsEntry("missing", 0L)
        .containsEntry("different", 0L)
        .containsEntry("oldestVerificationDays", 0.0)
        .containsEntry("hoursSinceAudit", 0.0);
    assertThat(figures.get("auditSignatureDaysLeft")).isInstanceOf(Double.class);
    assertThat(figures.get("backupSignatureDaysLeft")).isInstanceOf(Double.class);
    assertThat(rig.copyRow(version)).containsKey("VerifiedAt");
    assertThat(shown("sound")).containsKey("VerifiedAt");
    assertThat(rig.backup().isEmpty()).isTrue();
    assertThat(rig.stack().results().keys()).isEmpty();
  }

  @Test
  void hasADeletedCopyMadeAgain() {
    StoredVersion version = rig.copied("deleted");
    rig.container().delete("deleted");

    assertThat(rig.audit()).containsEntry("missing", 1L).containsEntry("different", 0L);

    assertThat(rig.copyRow(version))
        .containsEntry("Attempt", AttributeValue.fromN("2"))
        .doesNotContainKey("Url");
    assertThat(rig.summary("deleted")).containsKey("CopyLate").doesNotContainKey("Backup");
    rig.backUpNext();
    assertThat(rig.container().blob("deleted")).contains("-r2.");
    assertThat(rig.copyRow(version)).containsEntry("Sequencer", sequencer());
    assertThat(rig.summary("deleted")).containsKey("Backup").doesNotContainKey("CopyLate");
    assertThat(rig.auditOfTheNextDay()).containsEntry("missing", 0L);
  }

  @Test
  void findsChangedBytesByReadingThem() {
    StoredVersion version = rig.copied("rotten");
    rig.container().rot("rotten");

    assertThat(rig.audit()).containsEntry("missing", 0L).containsEntry("different", 1L);

    assertThat(rig.copyRow(version)).doesNotContainKeys("Url", "VerifiedAt");
    rig.backUpNext();
    assertThat(rig.container().blobs("rotten")).hasSize(2);
    assertThat(rig.auditOfTheNextDay())
        .as("the damaged blob stays beside its repair")
        .containsEntry("missing", 0L)
        .containsEntry("different", 0L);
    assertThat(rig.copyRow(version)).containsKey("VerifiedAt");
  }

  @Test
  void findsAnotherSizeWithoutReading() {
    rig.copied("short");
    rig.container().truncate("short");
    rig.use(rig.handler(Map.of("VERIFY_MIB_PER_DAY", "0")));

    assertThat(rig.audit()).containsEntry("missing", 0L).containsEntry("different", 1L);

    rig.backUpNext();
    assertThat(rig.auditOfTheNextDay()).containsEntry("different", 0L);
  }

  @Test
  void reportsADamagedCopyWithoutAnOriginalEachTime() {
    StoredVersion version = rig.copied("orphan");
    rig.container().rot("orphan");
    rig.stack().images().destroy("orphan", version.versionId());

    assertThat(rig.audit()).containsEntry("different", 1L);

    assertThat(rig.copyRow(version)).containsKeys("Url", "DamagedAt");
    assertThat(rig.backup().isEmpty()).isTrue();
    assertThat(rig.lines())
        .anySatisfy(line -> assertThat(line).contains("its original is gone", "orphan", "ERROR"));
    assertThat(rig.auditOfTheNextDay()).containsEntry("different", 1L);
  }

  @Test
  void queuesAVersionAgainWhoseEventIsLost() {
    StoredVersion version = rig.store("waiting");

    assertThat(rig.audit()).as("for two hours").containsEntry("missing", 0L);

    rig.backUpNext();
    assertThat(rig.copyRow(version)).containsKey("Url");
    assertThat(rig.auditOfTheNextDay()).containsEntry("missing", 0L);
    assertThat(rig.backup().isEmpty()).isFalse();
  }

  @Test
  void countsAVersionAsMissingThatWaitsForOverADay() {
    rig.store("long-waiting");
    rig.clock().advance(Duration.ofDays(2));

    assertThat(rig.audit()).containsEntry("missing", 1L);
  }

  @Test
  void givesALostEventAnOrderBetweenThoseOfItsNeighbours() {
    StoredVersion older = rig.copied("order");
    StoredVersion lost = rig.store("order", "lost");
    StoredVersion newest = rig.store("order", "0055AED6DCD90281E7");
    assertThat(rig.backUp(newest)).isEmpty();

    rig.audit();
    rig.backUpNext();

    String sequencer = text(rig.copyRow(lost), "Sequencer");
    assertThat(List.of(text(rig.copyRow(older), "Sequencer"), sequencer, "0055AED6DCD90281E7"))
        .isSorted()
        .doesNotHaveDuplicates();
    assertThat(shown("order")).containsEntry("VersionId", AttributeValue.fromS(newest.versionId()));
  }

  @Test
  void leavesAloneWhatAzureHasExpired() {
    rig.copied("expired");
    rig.container().delete("expired");
    rig.use(rig.handler(Map.of("BACKUP_RETENTION_DAYS", "1")));
    rig.clock().advance(Duration.ofDays(2));

    assertThat(rig.audit()).containsEntry("missing", 0L);
    assertThat(rig.backup().isEmpty()).isTrue();
  }

  private Map<String, AttributeValue> shown(String key) {
    return rig.summary(key).getOrDefault("Backup", AttributeValue.fromM(Map.of())).m();
  }

  private static AttributeValue sequencer() {
    return AttributeValue.fromS(AuditRig.SEQUENCER);
  }

  private static String text(Map<String, AttributeValue> item, String attribute) {
    return item.getOrDefault(attribute, AttributeValue.fromS("")).s();
  }
}
