package dev.twinlens.runtime.derivatives;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

final class DerivativeStepTest {
  private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
  private static final Instant LATER = NOW.plusSeconds(60);
  private static final Instant NEVER = Instant.MIN;

  @Test
  void makesWhatIsNotMade() {
    assertThat(DerivativeStep.of(false, false, NEVER, NOW)).isEqualTo(new DerivativeStep.Make());
  }

  @Test
  void makesNothingTwice() {
    assertThat(DerivativeStep.of(true, false, NEVER, NOW)).isEqualTo(new DerivativeStep.Done());
    assertThat(DerivativeStep.of(true, false, LATER, NOW)).isEqualTo(new DerivativeStep.Done());
  }

  @Test
  void waitsWhileSomebodyIsAtTheKey() {
    assertThat(DerivativeStep.of(false, false, LATER, NOW))
        .isEqualTo(new DerivativeStep.Wait(LATER));
    assertThat(DerivativeStep.of(false, true, LATER, NOW))
        .isEqualTo(new DerivativeStep.Wait(LATER));
  }

  @Test
  void takesOverWhenTheClaimHasEnded() {
    assertThat(DerivativeStep.of(false, false, NOW, NOW)).isEqualTo(new DerivativeStep.Make());
  }

  @Test
  void makesNothingOfWhatWasDeleted() {
    assertThat(DerivativeStep.of(false, true, NEVER, NOW)).isEqualTo(new DerivativeStep.Deleted());
    assertThat(DerivativeStep.of(true, true, NEVER, NOW)).isEqualTo(new DerivativeStep.Deleted());
  }

  @Test
  void clearsUpAfterAWorkerThatEndedWhileTheImageWasDeleted() {
    assertThat(DerivativeStep.of(false, true, NOW, NOW)).isEqualTo(new DerivativeStep.ClearUp());
  }
}
