package dev.twinlens.domain.copies;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class CopyNameTest {
  private static final Instant TIME = Instant.parse("2026-11-30T10:15:00.123456Z");
  private static final String VERSION = "3sL4kqtJlcpXroDTDmJ+rmSpXd3dIbrHY".replace('+', '_');
  private static final int MAX_CHARACTERS = 1024;

  @Test
  void isFoundByTheKeySortedByTimeAndOpenedByItsExtension() {
    assertThat(name("2026-11-30/x/cat.jpg"))
        .isEqualTo("2026-11-30/x/cat.jpg/20261130T101500123Z-" + VERSION + ".jpg");
  }

  @Test
  void numbersACopyBesideADamagedOne() {
    assertThat(CopyName.of("cat.jpg", TIME, VERSION, "jpg", 2).value())
        .isEqualTo("cat.jpg/20261130T101500123Z-" + VERSION + "-r2.jpg");
  }

  @Test
  void namesTheBlobOfTheAttributesBesideIt() {
    CopyName name = CopyName.of("cat.jpg", TIME, VERSION, "jpg", CopyName.FIRST);

    assertThat(name.attributes())
        .isEqualTo("cat.jpg/20261130T101500123Z-" + VERSION + ".attributes.json")
        .isEqualTo(CopyName.attributesOf(name.value()));
    assertThat(CopyName.isOfAttributes(name.attributes())).isTrue();
    assertThat(CopyName.isOfAttributes(name.value())).isFalse();
  }

  @Test
  void hashesAVersionThatIsNotOneOfS3() {
    assertThat(CopyName.of("a", TIME, "v/../1", "bin", CopyName.FIRST).value())
        .matches("a/20261130T101500123Z-sha256-[0-9a-f]{64}\\.bin");
    assertThat(CopyName.of("a", TIME, "null", "bin", CopyName.FIRST).value())
        .isEqualTo("a/20261130T101500123Z-null.bin");
  }

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
  void beginsWithTheKeyWhereAzureKeepsItApart(String key) {
    assertThat(name(key)).startsWith(key + "/2026");
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
  void beginsWithAHashWhereAzureWouldTakeTheKeyForAnother(String key) {
    assertThat(name(key)).matches("sha256-of-key/[0-9a-f]{64}/2026.*");
  }

  @Test
  void hashesAKeyWithMoreSegmentsThanAzureAllows() {
    assertThat(name("a/".repeat(252) + "b")).startsWith("a/a/");
    assertThat(name("a/".repeat(253) + "b")).startsWith(BlobName.HASHED);
  }

  @Test
  void hashesAKeyThatIsTooLongWithWhatFollowsIt() {
    String longest = "k".repeat(MAX_CHARACTERS);
    while (name(longest).startsWith(BlobName.HASHED)) {
      longest = longest.substring(1);
    }
    CopyName name = CopyName.of(longest, TIME, VERSION, "jpg", CopyName.FIRST);

    assertThat(longest).hasSizeGreaterThan(900);
    assertThat(name.value()).hasSizeLessThanOrEqualTo(MAX_CHARACTERS);
    assertThat(name.attributes()).hasSizeLessThanOrEqualTo(MAX_CHARACTERS);
  }

  @Test
  void keepsHashedKeysApart() {
    assertThat(name("a/../b")).isNotEqualTo(name("a/./b"));
  }

  private static String name(String key) {
    return CopyName.of(key, TIME, VERSION, "jpg", CopyName.FIRST).value();
  }
}
