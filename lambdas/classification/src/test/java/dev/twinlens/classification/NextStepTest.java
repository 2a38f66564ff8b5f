package dev.twinlens.classification;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twinlens.domain.catalog.Status;
import dev.twinlens.domain.events.ObjectCreated;
import dev.twinlens.domain.events.Sequencer;
import java.time.Instant;
import org.junit.jupiter.api.Test;

final class NextStepTest {
  private static final Instant NOW = Instant.parse("2026-11-21T08:00:00Z");
  private static final Instant LATER = NOW.plusSeconds(30);
  private static final Instant EARLIER = NOW.minusSeconds(1);
  private static final Sequencer FIRST = new Sequencer("01");
  private static final Sequencer SECOND = new Sequencer("02");

  @Test
  void classifiesAnUnknownKey() {
    assertThat(next(state("", Sequencer.NONE, Status.RECEIVED, false, Instant.MIN), "v1", FIRST))
        .isEqualTo(new NextStep.Classify());
  }

  @Test
  void doesNothingForAVersionThatIsDone() {
    assertThat(next(state("v1", FIRST, Status.LABELLED, true, Instant.MIN), "v1", FIRST))
        .isEqualTo(new NextStep.Done());
    assertThat(next(state("v1", FIRST, Status.REJECTED, false, Instant.MIN), "v1", FIRST))
        .isEqualTo(new NextStep.Done());
  }

  @Test
  void doesNothingForAVersionThatUploadImageHasLabelled() {
    assertThat(next(state("v1", Sequencer.NONE, Status.LABELLED, true, Instant.MIN), "v1", FIRST))
        .isEqualTo(new NextStep.Done());
  }

  @Test
  void waitsForUploadImageThatIsStillAtIt() {
    assertThat(next(state("", Sequencer.NONE, Status.RECEIVED, false, LATER), "v1", FIRST))
        .isEqualTo(new NextStep.Wait(LATER));
    assertThat(next(state("v1", Sequencer.NONE, Status.RECEIVED, false, LATER), "v1", FIRST))
        .isEqualTo(new NextStep.Wait(LATER));
    assertThat(next(state("v1", Sequencer.NONE, Status.LABELLED, false, LATER), "v1", FIRST))
        .isEqualTo(new NextStep.Wait(LATER));
  }

  @Test
  void takesOverWhenAClaimHasEnded() {
    assertThat(next(state("", Sequencer.NONE, Status.RECEIVED, false, EARLIER), "v1", FIRST))
        .isEqualTo(new NextStep.Classify());
    assertThat(next(state("v1", FIRST, Status.RECEIVED, false, EARLIER), "v1", FIRST))
        .isEqualTo(new NextStep.Classify());
    assertThat(next(state("v1", FIRST, Status.RECEIVED, false, NOW), "v1", FIRST))
        .isEqualTo(new NextStep.Classify());
  }

  @Test
  void onlyNotifiesWhenTheLabelsAreThere() {
    assertThat(next(state("v1", FIRST, Status.LABELLED, false, EARLIER), "v1", FIRST))
        .isEqualTo(new NextStep.Notify());
  }

  @Test
  void classifiesAVersionThatBackupHasSeenFirst() {
    assertThat(next(state("v1", Sequencer.NONE, Status.RECEIVED, false, Instant.MIN), "v1", FIRST))
        .isEqualTo(new NextStep.Classify());
  }

  @Test
  void classifiesANewerVersion() {
    assertThat(next(state("v1", FIRST, Status.LABELLED, true, Instant.MIN), "v2", SECOND))
        .isEqualTo(new NextStep.Classify());
    assertThat(next(state("v1", FIRST, Status.REJECTED, false, Instant.MIN), "v2", SECOND))
        .isEqualTo(new NextStep.Classify());
  }

  @Test
  void waitsWhileTheFormerVersionIsWorkedOn() {
    assertThat(next(state("v1", FIRST, Status.RECEIVED, false, LATER), "v2", SECOND))
        .isEqualTo(new NextStep.Wait(LATER));
  }

  @Test
  void doesNothingForAnOlderVersion() {
    assertThat(next(state("v2", SECOND, Status.LABELLED, true, Instant.MIN), "v1", FIRST))
        .isEqualTo(new NextStep.Superseded());
    assertThat(next(state("v2", SECOND, Status.RECEIVED, false, LATER), "v1", FIRST))
        .isEqualTo(new NextStep.Superseded());
  }

  @Test
  void doesNothingForAnotherVersionOfEqualSequencer() {
    assertThat(
            next(
                state("v2", FIRST, Status.LABELLED, true, Instant.MIN),
                "v1",
                new Sequencer("0100")))
        .isEqualTo(new NextStep.Superseded());
  }

  @Test
  void tellsVersionsOfAnUnversionedBucketApartByTheirSequencer() {
    String none = ObjectCreated.NO_VERSION;
    assertThat(next(state(none, FIRST, Status.LABELLED, true, Instant.MIN), none, FIRST))
        .isEqualTo(new NextStep.Done());
    assertThat(next(state(none, FIRST, Status.LABELLED, true, Instant.MIN), none, SECOND))
        .isEqualTo(new NextStep.Classify());
    assertThat(next(state(none, SECOND, Status.RECEIVED, false, Instant.MIN), none, FIRST))
        .isEqualTo(new NextStep.Superseded());
  }

  @Test
  void doesNothingForADeletedVersion() {
    assertThat(next(deleted(Instant.MIN), "v1", FIRST)).isEqualTo(new NextStep.Deleted());
    assertThat(next(deleted(Instant.MIN), "v2", SECOND)).isEqualTo(new NextStep.Deleted());
  }

  @Test
  void waitsForWhoeverIsAtADeletedVersionAndClearsUpWhenTheirClaimHasEnded() {
    assertThat(next(deleted(LATER), "v1", FIRST)).isEqualTo(new NextStep.Wait(LATER));
    assertThat(next(deleted(EARLIER), "v1", FIRST)).isEqualTo(new NextStep.ClearUp());
  }

  private static ClassificationState state(
      String version, Sequencer sequencer, Status status, boolean notified, Instant claimedUntil) {
    return new ClassificationState(version, sequencer, status, notified, false, claimedUntil);
  }

  private static ClassificationState deleted(Instant claimedUntil) {
    return new ClassificationState("v1", FIRST, Status.RECEIVED, false, true, claimedUntil);
  }

  private static NextStep next(ClassificationState state, String version, Sequencer sequencer) {
    return NextStep.of(state, version, sequencer, NOW);
  }
}
