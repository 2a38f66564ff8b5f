package dev.twinlens.backup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twinlens.shared.events.Sequencer;
import java.time.Instant;
import org.junit.jupiter.api.Test;

final class BackupStepTest {
  private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
  private static final Instant LATER = NOW.plusSeconds(60);
  private static final Sequencer FIRST = new Sequencer("01");
  private static final Sequencer SECOND = new Sequencer("02");

  @Test
  void copiesWhatWasNeverCopied() {
    assertThat(BackupStep.of(Sequencer.NONE, Instant.MIN, FIRST, NOW))
        .isEqualTo(new BackupStep.Copy());
  }

  @Test
  void copiesANewerVersion() {
    assertThat(BackupStep.of(FIRST, Instant.MIN, SECOND, NOW)).isEqualTo(new BackupStep.Copy());
  }

  @Test
  void doesNotCopyAVersionAgainOrAnOlderOne() {
    assertThat(BackupStep.of(FIRST, Instant.MIN, FIRST, NOW)).isEqualTo(new BackupStep.Done());
    assertThat(BackupStep.of(SECOND, Instant.MIN, FIRST, NOW)).isEqualTo(new BackupStep.Done());
    assertThat(BackupStep.of(SECOND, LATER, FIRST, NOW)).isEqualTo(new BackupStep.Done());
  }

  @Test
  void waitsWhileAVersionOfTheKeyIsCopied() {
    assertThat(BackupStep.of(Sequencer.NONE, LATER, FIRST, NOW))
        .isEqualTo(new BackupStep.Wait(LATER));
    assertThat(BackupStep.of(FIRST, LATER, SECOND, NOW)).isEqualTo(new BackupStep.Wait(LATER));
  }

  @Test
  void takesOverWhenTheClaimHasEnded() {
    assertThat(BackupStep.of(FIRST, NOW, SECOND, NOW)).isEqualTo(new BackupStep.Copy());
  }
}
