package dev.twinlens.infra.azure;

import java.time.Clock;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.IsoFields;

/**
 * When a shared access signature is valid, taken from the calendar: the same on every run within a
 * quarter, so that a deployment that changes nothing shows no change, and another one in the next
 * quarter.
 *
 * <p>A signature made in a quarter lasts to the end of the next one. So whoever deploys once a
 * quarter always has a valid one, and at least 90 days are left after a deployment.
 *
 * @param start inclusive, UTC
 * @param expiry exclusive, UTC
 */
public record SasValidity(OffsetDateTime start, OffsetDateTime expiry) {
  /** The longest that a signature can be valid, in days. */
  static final int LONGEST_DAYS = 186;

  /** Makes up for clocks that disagree on the first day of a quarter. */
  private static final int OVERLAP_DAYS = 1;

  public static SasValidity at(Clock clock) {
    var quarter =
        LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC).with(IsoFields.DAY_OF_QUARTER, 1);
    return new SasValidity(
        midnight(quarter.minusDays(OVERLAP_DAYS)), midnight(quarter.plusMonths(6)));
  }

  private static OffsetDateTime midnight(LocalDate day) {
    return day.atStartOfDay().atOffset(ZoneOffset.UTC);
  }
}
