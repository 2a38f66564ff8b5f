package dev.twinlens.domain.catalog;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/**
 * Times as the table has them: UTC, always with three decimals, so that text order is time order.
 */
public final class Timestamps {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSX").withZone(ZoneOffset.UTC);
  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("uuuu-MM-dd").withZone(ZoneOffset.UTC);

  private Timestamps() {}

  public static String time(Instant instant) {
    return TIME.format(instant);
  }

  /** The UTC day, yyyy-MM-dd. */
  public static String day(Instant instant) {
    return DAY.format(instant);
  }
}
