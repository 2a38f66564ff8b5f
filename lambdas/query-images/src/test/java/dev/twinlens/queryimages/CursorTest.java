package dev.twinlens.queryimages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.twinlens.domain.json.Json;
import dev.twinlens.runtime.http.ProblemException;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HashMap;
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
  void isRejectedWhenAnySingleCharacterWasChanged() {
    String cursor = Cursor.encode("newest", POSITION);

    for (int i = 0; i < cursor.length(); i++) {
      char other = cursor.charAt(i) == 'A' ? 'B' : 'A';
      assertRejected("newest", cursor.substring(0, i) + other + cursor.substring(i + 1));
    }
  }

  @Test
  void canBeComputedByAnyone() {
    assertThat(Cursor.decode("newest", forged("newest", new HashMap<>(POSITION))))
        .isEqualTo(POSITION);
  }

  @Test
  void isRejectedByAnotherList() {
    assertRejected("label Cat 0", Cursor.encode("label Dog 0", POSITION));
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", "!!!", "AAAA", "AAAAAAAAAAAA", "e30", "{}"})
  void isRejectedWhenItIsNotACursor(String cursor) {
    assertRejected("newest", cursor);
  }

  @Test
  void isRejectedWhenCutOffOrPadded() {
    String cursor = Cursor.encode("newest", POSITION);

    assertRejected("newest", cursor.substring(0, cursor.length() - 1));
    assertRejected("newest", cursor + "AAAA");
    assertRejected(
        "newest",
        Base64.getUrlEncoder().encodeToString(Base64.getUrlDecoder().decode(cursor)) + "=");
  }

  @Test
  void holdsNothingButTexts() {
    Map<String, Object> position = new HashMap<>();
    position.put("day", 1);
    position.put("key", null);

    assertThat(Cursor.decode("newest", forged("newest", position)))
        .isEqualTo(Map.of("day", "", "key", ""));
  }

  @Test
  void isRejectedWhenItHoldsNoJsonObject() {
    assertRejected("newest", forged("newest", "[".repeat(5000)));
    assertRejected("newest", forged("newest", "7"));
  }

  /** A cursor of this list as {@link Cursor} would write it, whatever it holds. */
  static String forged(String list, Map<String, Object> position) {
    return forged(list, Json.write(position));
  }

  private static String forged(String list, String content) {
    try {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      byte[] digest =
          MessageDigest.getInstance("SHA-256")
              .digest((list + '\0' + content).getBytes(StandardCharsets.UTF_8));
      bytes.write(digest, 0, 9);
      bytes.writeBytes(content.getBytes(StandardCharsets.UTF_8));
      return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.toByteArray());
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  private static void assertRejected(String list, String cursor) {
    assertThatThrownBy(() -> Cursor.decode(list, cursor))
        .isInstanceOfSatisfying(
            ProblemException.class, e -> assertThat(e.problem().status()).isEqualTo(400));
  }
}
