package dev.twinlens.backup;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class BlobNameTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "cat.jpg",
        "2026-11-21/6f9619ff-8b86-d011-b42d-00cf4fc964ff/cat.jpg",
        "a b+c%d.jpg",
        "100%25.jpg",
        "😀/猫 ü.png",
        "a?b&c=d#e;f.jpg",
        ".hidden/..more/...and more.jpg",
        " leading",
        "a:b*c\"d<e>f|g"
      })
  void isTheKeyWhereAzureKeepsItApart(String key) {
    assertThat(BlobName.of(key)).isEqualTo(new BlobName(key, true));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        ".",
        "..",
        "a/./b.jpg",
        "a/../b.jpg",
        "/a.jpg",
        "a//b.jpg",
        "folder/",
        "a.jpg.",
        "folder./a.jpg",
        "a\\b.jpg",
        "a\nb.jpg",
        "a\tb.jpg",
        "a\u007fb.jpg",
        "a\u0085b.jpg",
        "a\uffffb.jpg",
        "a\ue000b.jpg",
        "trailing ",
        "sha256-of-key/0123"
      })
  void isAHashWhereAzureWouldTakeTheKeyForAnother(String key) {
    BlobName name = BlobName.of(key);

    assertThat(name.isLiteral()).isFalse();
    assertThat(name.value()).matches("sha256-of-key/[0-9a-f]{64}");
    assertThat(URLDecoder.decode(BlobName.encodeForMetadata(key), StandardCharsets.UTF_8))
        .isEqualTo(key);
    assertThat(BlobName.encodeForMetadata(key)).matches("[\\x21-\\x7e]+");
  }

  @Test
  void isAHashWhenTheKeyHasMoreSegmentsThanAzureAllows() {
    assertThat(BlobName.of("a/".repeat(253) + "b").isLiteral()).isTrue();
    assertThat(BlobName.of("a/".repeat(254) + "b").isLiteral()).isFalse();
  }

  @Test
  void isTheKeyUpToS3sLongest() {
    assertThat(BlobName.of("k".repeat(1024)).isLiteral()).isTrue();
    assertThat(BlobName.of("😀".repeat(256)).isLiteral()).isTrue();
  }

  @Test
  void keepsHashedKeysApart() {
    assertThat(BlobName.of("a/../b")).isNotEqualTo(BlobName.of("a/./b"));
    assertThat(BlobName.of(BlobName.of("a/../b").value())).isNotEqualTo(BlobName.of("a/../b"));
  }
}
