package dev.twinlens.domain.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

final class TimestampsTest {
  @Test
  void writesThreeDecimalsSoThatTextOrderIsTimeOrder() {
    assertThat(Timestamps.time(Instant.parse("2026-11-21T08:00:00Z")))
        .isEqualTo("2026-11-21T08:00:00.000Z");
    assertThat(Timestamps.time(Instant.parse("2026-11-21T08:00:00.123456Z")))
        .isEqualTo("2026-11-21T08:00:00.123Z");
  }

  @Test
  void countsDaysInUtc() {
    assertThat(Timestamps.day(Instant.parse("2026-11-21T23:59:59.999Z"))).isEqualTo("2026-11-21");
  }
}
