package dev.twinlens.queryimages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.twinlens.shared.api.ProblemException;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class CursorTest {
  private static final Map<String, String> POSITION =
      Map.of("day", "2026-11-21", "key", "a b/😀+%.jpg");

  @Test
  void comesBackAsItWas() {
    String cursor = Cursor.encode("newest", POSITION);

    assertThat(cursor).matches("[A-Za-z0-9_-]+");
    assertThat(Cursor.decode("newest", cursor)).isEqualTo(POSITION);
  }

  @Test
  void isRefusedWhenAnySingleCharacterWasChanged() {
    String cursor = Cursor.encode("newest", POSITION);

    for (int i = 0; i < cursor.length(); i++) {
      char other = cursor.charAt(i) == 'A' ? 'B' : 'A';
      assertRefused("newest", cursor.substring(0, i) + other + cursor.substring(i + 1));
    }
  }

  @Test
  void isRefusedByAnotherList() {
    assertRefused("label Cat 0", Cursor.encode("label Dog 0", POSITION));
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", "!!!", "AAAA", "AAAAAAAAAAAA", "e30", "{}"})
  void isRefusedWhenItIsNone(String cursor) {
    assertRefused("newest", cursor);
  }

  @Test
  void isRefusedWhenCutOffOrPadded() {
    String cursor = Cursor.encode("newest", POSITION);

    assertRefused("newest", cursor.substring(0, cursor.length() - 1));
    assertRefused("newest", cursor + "AAAA");
    assertRefused(
        "newest",
        Base64.getUrlEncoder().encodeToString(Base64.getUrlDecoder().decode(cursor)) + "=");
  }

  private static void assertRefused(String list, String cursor) {
    assertThatThrownBy(() -> Cursor.decode(list, cursor))
        .isInstanceOfSatisfying(
            ProblemException.class, e -> assertThat(e.problem().status()).isEqualTo(400));
  }
}
