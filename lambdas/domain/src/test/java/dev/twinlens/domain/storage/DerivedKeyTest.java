package dev.twinlens.domain.storage;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class DerivedKeyTest {
  @Test
  void namesWhatIsDerivedAfterTheImage() {
    assertThat(DerivedKey.RESULT.of("a b/ü+%.jpg")).isEqualTo("results/a b/ü+%.jpg.json");
    assertThat(DerivedKey.THUMBNAIL.of("a b/ü+%.png")).isEqualTo("thumbnails/a b/ü+%.png.jpg");
  }

  @Test
  void keepsWithinWhatS3Allows() {
    int room = 1024 - "results/.json".length();
    assertThat(DerivedKey.RESULT.of("k".repeat(room))).hasSize(1024);
    assertThat(DerivedKey.RESULT.of("k".repeat(room + 1)))
        .matches("results/sha256-[0-9a-f]{64}\\.json");
    assertThat(DerivedKey.THUMBNAIL.of("k".repeat(1024)))
        .matches("thumbnails/sha256-[0-9a-f]{64}\\.jpg");
  }

  @Test
  void countsBytesNotCharacters() {
    assertThat(DerivedKey.RESULT.of("😀".repeat(256))).startsWith("results/sha256-");
  }

  @Test
  void keepsLongKeysApart() {
    assertThat(DerivedKey.RESULT.of("k".repeat(1023) + "1"))
        .isNotEqualTo(DerivedKey.RESULT.of("k".repeat(1023) + "2"));
  }
}
