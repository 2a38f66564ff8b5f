package dev.twinlens.domain.events;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SequencerTest {
  @ParameterizedTest
  @CsvSource({
    "0055AED6DCD90281E5, 0055AED6DCD90281E6",
    "0055AED6DCD9, 0055AED6DCD90001",
    "0055AED6DCD90281E5, 0055AED6DD",
    "00, 01",
  })
  void ordersByPaddedText(String older, String newer) {
    assertThat(new Sequencer(newer).isNewerThan(new Sequencer(older))).isTrue();
    assertThat(new Sequencer(older).isNewerThan(new Sequencer(newer))).isFalse();
  }

  @Test
  void takesTrailingZerosAsPadding() {
    assertThat(new Sequencer("0055AE")).isEqualByComparingTo(new Sequencer("0055AE00"));
  }

  @Test
  void takesNoneAsOlderThanAny() {
    assertThat(new Sequencer("0055AED6").isNewerThan(Sequencer.NONE)).isTrue();
  }
}
