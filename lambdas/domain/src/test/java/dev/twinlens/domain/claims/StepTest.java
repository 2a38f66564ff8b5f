package dev.twinlens.domain.claims;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

final class StepTest {
  private static final Instant LATER = Instant.parse("2026-11-21T12:01:00Z");
  private static final ClaimState FREE = new ClaimState.Free();
  private static final ClaimState HELD = new ClaimState.Held(LATER);
  private static final ClaimState LAPSED = new ClaimState.Lapsed();
  private static final Progress<String> OPEN = new Progress.Open<>("copy");
  private static final Progress<String> FINISHED = new Progress.Finished<>("already copied");

  @Test
  void actsOnWhatIsOpen() {
    assertThat(Step.next(OPEN, false, FREE)).isEqualTo(new Step.Act<>("copy"));
  }

  @Test
  void takesOverFromAWorkerWhoseLeaseHasEnded() {
    assertThat(Step.next(OPEN, false, LAPSED)).isEqualTo(new Step.Act<>("copy"));
  }

  @Test
  void waitsWhileAnotherWorkerHoldsTheClaim() {
    assertThat(Step.next(OPEN, false, HELD)).isEqualTo(new Step.Wait<>(LATER));
  }

  @Test
  void skipsWhatIsFinishedWithOrWithoutAClaim() {
    for (ClaimState claim : new ClaimState[] {FREE, HELD, LAPSED}) {
      assertThat(Step.next(FINISHED, false, claim)).isEqualTo(new Step.Skip<>("already copied"));
    }
  }

  @Test
  void skipsADeletedVersion() {
    Step<String> skip = new Step.Skip<>("the object version was deleted");
    assertThat(Step.next(OPEN, true, FREE)).isEqualTo(skip);
    assertThat(Step.next(FINISHED, true, FREE)).isEqualTo(skip);
  }

  @Test
  void waitsForAWorkerThatHoldsTheClaimOfADeletedVersion() {
    assertThat(Step.next(OPEN, true, HELD)).isEqualTo(new Step.Wait<>(LATER));
    assertThat(Step.next(FINISHED, true, HELD)).isEqualTo(new Step.Wait<>(LATER));
  }

  @Test
  void clearsUpAfterAWorkerThatNeverReleasedTheClaimOfADeletedVersion() {
    assertThat(Step.next(OPEN, true, LAPSED)).isEqualTo(new Step.ClearUp<>());
    assertThat(Step.next(FINISHED, true, LAPSED)).isEqualTo(new Step.ClearUp<>());
  }
}
