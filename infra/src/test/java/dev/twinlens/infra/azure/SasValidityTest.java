package dev.twinlens.infra.azure;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.Test;

class SasValidityTest {
  private static SasValidity at(String instant) {
    return SasValidity.at(Clock.fixed(Instant.parse(instant), ZoneOffset.UTC));
  }

  @Test
  void lastsToTheEndOfTheNextQuarter() {
    assertThat(at("2026-11-21T10:15:30Z"))
        .isEqualTo(
            new SasValidity(
                OffsetDateTime.parse("2026-09-30T00:00:00Z"),
                OffsetDateTime.parse("2027-04-01T00:00:00Z")));
  }

  @Test
  void staysTheSameWithinAQuarter() {
    assertThat(at("2026-10-01T00:00:00Z")).isEqualTo(at("2026-12-31T23:59:59.999Z"));
  }

  @Test
  void changesWithTheQuarter() {
    assertThat(at("2027-01-01T00:00:00Z")).isNotEqualTo(at("2026-12-31T23:59:59.999Z"));
  }

  @Test
  void isValidForAtLeastNinetyMoreDaysOnEveryDay() {
    var days = LocalDate.of(2026, 1, 1).datesUntil(LocalDate.of(2031, 1, 1));
    assertThat(days)
        .allSatisfy(
            day -> {
              var now = day.atTime(23, 59, 59).atOffset(ZoneOffset.UTC);
              var validity = SasValidity.at(Clock.fixed(now.toInstant(), ZoneOffset.UTC));
              assertThat(validity.start()).isBefore(now);
              assertThat(ChronoUnit.DAYS.between(now, validity.expiry()))
                  .isGreaterThanOrEqualTo(90);
              assertThat(ChronoUnit.DAYS.between(validity.start(), validity.expiry()))
                  .isLessThanOrEqualTo(SasValidity.MAX_DAYS);
            });
  }
}
