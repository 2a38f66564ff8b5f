package dev.twinlens.domain.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class JsonTest {
  @Test
  void readsWhatItWrote() throws MalformedJsonException {
    Map<String, Object> object =
        Map.of("text", "a\"\n😀", "whole", 5, "number", 0.1, "list", List.of(true, Map.of("x", 1)));

    assertThat(Json.object(Json.write(object))).isEqualTo(object);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "null", "[]", "\"x\"", "{", "{} {}", "{\"a\":1,\"a\":2}", "{a:1}", "{} x"})
  void rejectsWhatIsNotOneObject(String text) {
    assertThatThrownBy(() -> Json.object(text)).isInstanceOf(MalformedJsonException.class);
  }

  @Test
  void doesNotRepeatTheTextInItsMessage() {
    assertThatThrownBy(() -> Json.object("{secret")).message().doesNotContain("secret");
  }
}
