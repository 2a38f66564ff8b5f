package dev.twinlens.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.twinlens.local.testing.Photos;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** S3 accepts any key of up to 1,024 bytes, and so must everything that follows. */
@ExtendWith(DevStack.class)
class KeyTest {
  private final Stack stack;

  KeyTest(Stack stack) {
    this.stack = stack;
  }

  static Stream<String> keys() {
    return Stream.of(
        "with spaces.png",
        "a+b.png",
        "100%.png",
        "already%20encoded.png",
        "cat 🐈 ünïcode.png",
        "deep/er/still/cat.png",
        "k".repeat(1020) + ".png");
  }

  @ParameterizedTest
  @MethodSource("keys")
  void labelsAndCopiesAPhotoUnderAnyKey(String key) {
    byte[] photo = Photos.read("chelsea.png");
    stack.putObject(key, photo);

    JsonNode image = stack.awaitDone(key);

    assertThat(image.path("key").asText()).isEqualTo(key);
    Labels.assertShows(image, "chelsea.png");
    assertThat(stack.download(image.path("url").asText())).isEqualTo(photo);
    assertThat(stack.copyOf(key).downloadContent().toBytes()).isEqualTo(photo);
  }
}
