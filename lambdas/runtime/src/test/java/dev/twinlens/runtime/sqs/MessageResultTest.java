package dev.twinlens.runtime.sqs;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

final class MessageResultTest {
  private static final MessageResult SETTLED = new MessageResult.Settled();
  private static final MessageResult SOON = new MessageResult.Retry(Duration.ofSeconds(2));
  private static final MessageResult LATER = new MessageResult.Retry(Duration.ofMinutes(2));
  private static final MessageResult POISON = new MessageResult.Poison("It is of another bucket.");

  @Test
  void settlesWhatHasOnlySettledRecords() {
    assertThat(MessageResult.of(SETTLED, SETTLED)).isEqualTo(SETTLED);
  }

  @Test
  void comesBackForTheMoreUrgentRecord() {
    assertThat(MessageResult.of(SOON, LATER)).isEqualTo(SOON);
    assertThat(MessageResult.of(LATER, SOON)).isEqualTo(SOON);
    assertThat(MessageResult.of(SETTLED, LATER)).isEqualTo(LATER);
    assertThat(MessageResult.of(LATER, SETTLED)).isEqualTo(LATER);
  }

  @Test
  void isRejectedOnlyWhenNoRecordCanStillSucceed() {
    assertThat(MessageResult.of(POISON, LATER)).isEqualTo(LATER);
    assertThat(MessageResult.of(LATER, POISON)).isEqualTo(LATER);
    assertThat(MessageResult.of(POISON, SETTLED)).isEqualTo(POISON);
    assertThat(MessageResult.of(SETTLED, POISON)).isEqualTo(POISON);
  }
}
