package dev.twinlens.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

final class RunningAuditTest {
  private static final Instant NOW = Instant.parse("2026-11-30T12:00:00Z");

  @Test
  void isReadAsItWasWritten() {
    RunningAudit audit = new RunningAudit(NOW, new ReadingBudget(100, 20, 30));
    assertThat(audit.advance()).isTrue();
    audit.moveTo("{\"key\": \"a\"}");
    audit.count(Count.MISSING, 3);
    audit.addChunk(WorkingFiles.Kind.KEYS);
    audit.leftUnread(NOW.minusSeconds(5));
    audit.leftUnread(NOW);

    RunningAudit read = RunningAudit.of(audit.json());

    assertThat(read.phase()).isEqualTo(Phase.VERSIONS);
    assertThat(read.position()).contains("{\"key\": \"a\"}");
    assertThat(read.counted(Count.MISSING)).isEqualTo(3);
    assertThat(read.chunks(WorkingFiles.Kind.KEYS)).isEqualTo(1);
    assertThat(read.oldestUnread()).contains(NOW.minusSeconds(5));
    assertThat(read.budget()).isEqualTo(audit.budget());
  }

  @Test
  void hasFourPhases() {
    RunningAudit audit = new RunningAudit(NOW, ReadingBudget.first(0));
    assertThat(audit.advance()).isTrue();
    assertThat(audit.advance()).isTrue();
    assertThat(audit.advance()).isTrue();
    assertThat(audit.phase()).isEqualTo(Phase.READING);
    assertThat(audit.advance()).isFalse();
  }

  @Test
  void isCompletedBeforeTheNextOneBegins() {
    AuditState state = AuditState.first(NOW).with(new RunningAudit(NOW, ReadingBudget.first(0)));

    assertThat(state.isDue(NOW.plus(Duration.ofDays(3)))).isFalse();
  }
}
