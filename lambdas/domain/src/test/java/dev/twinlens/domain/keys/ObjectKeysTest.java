package dev.twinlens.domain.keys;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ObjectKeysTest {
  private static final Instant NOW = Instant.parse("2026-11-21T23:59:59Z");

  @Test
  void beginsWithTheDayAndSomethingUnique() {
    assertThat(ObjectKeys.create(NOW, "cat.jpg"))
        .matches("2026-11-21/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/cat\\.jpg")
        .isNotEqualTo(ObjectKeys.create(NOW, "cat.jpg"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "cat.jpg | cat.jpg",
        "my cat+dog 100%.jpg | my-cat-dog-100.jpg",
        "C:\\photos\\cat.jpg | cat.jpg",
        "../../etc/passwd | passwd",
        ".. | photo",
        ".htaccess | htaccess",
        "😀.jpg | photo.jpg",
        "Kätzchen.jpg | Kätzchen.jpg",
        "猫.png | 猫.png",
        "a/ | photo",
      })
  void keepsWhatIsHarmlessOfTheName(String fileName, String sanitised) {
    assertThat(ObjectKeys.sanitise(fileName)).isEqualTo(sanitised);
  }

  @Test
  void shortensLongNamesButKeepsTheExtension() {
    String sanitised = ObjectKeys.sanitise("猫".repeat(200) + ".jpeg");

    assertThat(sanitised).endsWith("猫.jpeg");
    assertThat(sanitised.getBytes(StandardCharsets.UTF_8)).hasSizeBetween(118, 125);
  }
}
