package dev.twinlens.shared.classification;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class ResultKeyTest {
  @Test
  void namesTheAnswerAfterTheImage() {
    assertThat(ResultKey.of("a b/ü+%.jpg")).isEqualTo("results/a b/ü+%.jpg.json");
  }

  @Test
  void keepsWithinWhatS3Allows() {
    int room = 1024 - "results/.json".length();
    assertThat(ResultKey.of("k".repeat(room))).hasSize(1024);
    assertThat(ResultKey.of("k".repeat(room + 1))).matches("results/sha256-[0-9a-f]{64}\\.json");
  }

  @Test
  void countsBytesNotCharacters() {
    assertThat(ResultKey.of("😀".repeat(256))).startsWith("results/sha256-");
  }

  @Test
  void keepsLongKeysApart() {
    assertThat(ResultKey.of("k".repeat(1023) + "1"))
        .isNotEqualTo(ResultKey.of("k".repeat(1023) + "2"));
  }
}
