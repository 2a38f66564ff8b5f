package dev.twinlens.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twinlens.domain.catalog.Backup;
import dev.twinlens.domain.catalog.BackupCopy;
import dev.twinlens.domain.catalog.BackupRefusal;
import dev.twinlens.domain.catalog.Timestamps;
import dev.twinlens.domain.events.Sequencer;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class CopyVerdictTest {
  private static final Instant NOW = Instant.parse("2026-11-30T12:00:00Z");
  private static final Instant STARTED = NOW.minus(Duration.ofMinutes(30));
  private static final Duration RETENTION = Duration.ofDays(365);

  @Test
  void acceptsAVersionThatWaitsForLessThanAnHour() {
    assertThat(without(Duration.ofMinutes(59))).isEqualTo(new CopyVerdict.Sound());
  }

  @Test
  void queuesAVersionThatWaitsForLonger() {
    assertThat(without(Duration.ofMinutes(61))).isEqualTo(new CopyVerdict.Waiting(false));
  }

  @Test
  void countsAVersionAsMissingThatTheAuditBeforeHasQueued() {
    assertThat(without(Duration.ofHours(25))).isEqualTo(new CopyVerdict.Waiting(true));
  }

  @Test
  void acceptsAVersionThatIsOlderThanTheRetentionOfCopies() {
    assertThat(without(Duration.ofDays(366))).isEqualTo(new CopyVerdict.Sound());
  }

  @Test
  void acceptsARefusal() {
    assertThat(verdict(new BackupRefusal("v1", Sequencer.NONE, "Too large.")))
        .isEqualTo(new CopyVerdict.Sound());
  }

  @Test
  void looksForACopyThatWasMadeBeforeTheAudit() {
    BackupCopy copy = copy(STARTED.minusSeconds(1));

    assertThat(verdict(copy)).isEqualTo(new CopyVerdict.Look(copy));
  }

  @Test
  void acceptsACopyThatWasMadeSince() {
    assertThat(verdict(copy(STARTED.plusSeconds(1)))).isEqualTo(new CopyVerdict.Sound());
  }

  @Test
  void acceptsThatAzureHasDeletedAnExpiredCopy() {
    assertThat(verdict(copy(NOW.minus(Duration.ofDays(366))))).isEqualTo(new CopyVerdict.Sound());
  }

  private static CopyVerdict without(Duration age) {
    return CopyVerdict.of(Optional.empty(), NOW.minus(age), STARTED, NOW, RETENTION);
  }

  private static CopyVerdict verdict(Backup recorded) {
    return CopyVerdict.of(
        Optional.of(recorded), NOW.minus(Duration.ofDays(400)), STARTED, NOW, RETENTION);
  }

  private static BackupCopy copy(Instant at) {
    return new BackupCopy(
        "https://azure/originals/a",
        "md5",
        "sha256",
        "v1",
        Timestamps.time(at),
        Sequencer.NONE,
        Optional.empty());
  }
}
