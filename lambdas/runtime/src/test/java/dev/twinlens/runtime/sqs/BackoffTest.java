package dev.twinlens.runtime.sqs;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class BackoffTest {
  @ParameterizedTest
  @CsvSource({
    "PT0S, PT2S",
    "PT-5S, PT2S",
    "PT19S, PT2S",
    "PT20S, PT2S",
    "PT30S, PT3S",
    "PT10M, PT1M",
    "PT10H, PT1H",
    "P13D, PT1H"
  })
  void waitsForATenthOfTheAgeFromTwoSecondsToAnHour(Duration age, Duration wait) {
    assertThat(Backoff.afterFailure(age)).isEqualTo(wait);
  }

  @ParameterizedTest
  @CsvSource({
    "PT0S, PT120S, PT2S",
    "PT30S, PT120S, PT3S",
    "PT1H, PT35S, PT35S",
    "PT0S, PT1S, PT1S",
    "PT0S, PT-3S, PT-3S"
  })
  void waitsNoLongerThanTheClaimLasts(Duration age, Duration held, Duration wait) {
    assertThat(Backoff.whileClaimed(age, held)).isEqualTo(wait);
  }

  /** What SQS counts is limited to 1,000. */
  @Test
  void needsFewerThanFiveHundredReceivesForAsLongAsSqsKeepsAMessage() {
    int receives = 0;
    for (Duration age = Duration.ZERO;
        age.compareTo(Duration.ofDays(14)) < 0;
        age = age.plus(Backoff.afterFailure(age))) {
      receives++;
    }
    assertThat(receives).isBetween(100, 499);
  }
}
