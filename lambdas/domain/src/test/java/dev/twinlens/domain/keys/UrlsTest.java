package dev.twinlens.domain.keys;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class UrlsTest {
  @Test
  void encodesOneSegment() {
    assertThat(Urls.encode("a b/c+d%😀")).isEqualTo("a%20b%2Fc%2Bd%25%F0%9F%98%80");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a b/c d.png", "1+1=2", "100%", "%20%2F", "😀/猫 ü", "a&b?c#d;e", "*"})
  void encodesPathsThatUrlsGiveBack(String path) {
    assertThat(URI.create("https://host/" + Urls.encodePath(path)).getPath()).isEqualTo("/" + path);
  }
}
