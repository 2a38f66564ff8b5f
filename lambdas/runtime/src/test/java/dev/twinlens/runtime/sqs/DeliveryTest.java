package dev.twinlens.runtime.sqs;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

final class DeliveryTest {
  private static final Delivery SETTLED = new Delivery.Settled();
  private static final Delivery SOON = new Delivery.Retry(Duration.ofSeconds(2));
  private static final Delivery LATER = new Delivery.Retry(Duration.ofMinutes(2));
  private static final Delivery POISON = new Delivery.Poison("It is of another bucket.");

  @Test
  void settlesWhatHasOnlySettledRecords() {
    assertThat(Delivery.of(SETTLED, SETTLED)).isEqualTo(SETTLED);
  }

  @Test
  void comesBackForTheMoreUrgentRecord() {
    assertThat(Delivery.of(SOON, LATER)).isEqualTo(SOON);
    assertThat(Delivery.of(LATER, SOON)).isEqualTo(SOON);
    assertThat(Delivery.of(SETTLED, LATER)).isEqualTo(LATER);
    assertThat(Delivery.of(LATER, SETTLED)).isEqualTo(LATER);
  }

  @Test
  void isRejectedOnlyWhenNoRecordCanStillSucceed() {
    assertThat(Delivery.of(POISON, LATER)).isEqualTo(LATER);
    assertThat(Delivery.of(LATER, POISON)).isEqualTo(LATER);
    assertThat(Delivery.of(POISON, SETTLED)).isEqualTo(POISON);
    assertThat(Delivery.of(SETTLED, POISON)).isEqualTo(POISON);
  }
}
