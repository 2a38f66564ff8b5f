package dev.twinlens.infra.azure;

import java.time.Clock;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.IsoFields;

/**
 * When a shared access signature is valid, derived from the calendar: each run in a quarter gives
 * the same, so that a deployment without changes shows none, and each quarter gives another.
 *
 * <p>A signature of a quarter is valid until the end of the next one. So a deployment once a
 * quarter suffices, and at least 90 days are left after each.
 *
 * @param start inclusive, UTC
 * @param expiry exclusive, UTC
 */
public record SasValidity(OffsetDateTime start, OffsetDateTime expiry) {
  /** The maximum validity of a signature, in days. */
  static final int MAX_DAYS = 186;

  /** For clocks that differ on the first day of a quarter. */
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
