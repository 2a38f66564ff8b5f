package dev.twinlens.domain.copies;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.twinlens.domain.events.Sequencer;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class CopyMetadataTest {
  private static final CopiedVersion VERSION =
      new CopiedVersion(
          "Ordner/Kätzchen 1+1.jpg",
          "3sL4kqtJlcpXroDTDmJ",
          new Sequencer("0055AED6DCD90281E5"),
          "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=",
          Optional.of(Instant.parse("2026-11-30T10:15:00.123Z")));

  @Test
  void isReadAsItWasWritten() {
    ObjectAttributes attributes =
        new ObjectAttributes(
            Map.of("album", "Ferien ☀", "empty", ""),
            Map.of("Projekt", "Übersee"),
            Map.of("content-type", ""));

    CopyMetadata metadata = CopyMetadata.of(VERSION, attributes);

    assertThat(metadata.secondBlob()).isEmpty();
    assertThat(metadata.values())
        .allSatisfy((name, value) -> assertThat(value).matches("[\\x21-\\x7e]+"))
        .containsEntry("key", "Ordner%2FK%C3%A4tzchen%201%2B1.jpg")
        .containsEntry("versionid", "3sL4kqtJlcpXroDTDmJ")
        .containsEntry("sequencer", "0055AED6DCD90281E5")
        .containsEntry("sha256", VERSION.sha256())
        .containsEntry("uploadedat", "2026-11-30T10:15:00.123Z");
    assertThat(CopiedVersion.read("any", metadata.values())).contains(VERSION);
    assertThat(CopyMetadata.attributes(metadata.values())).isEqualTo(attributes);
  }

  @Test
  void isReadWhateverTheCaseOfItsNames() {
    Map<String, String> metadata = new LinkedHashMap<>();
    CopyMetadata.of(VERSION, new ObjectAttributes(Map.of("a", "b"), Map.of(), Map.of()))
        .values()
        .forEach((name, value) -> metadata.put("X" + name, value));
    Map<String, String> upperCase = new LinkedHashMap<>();
    metadata.forEach(
        (name, value) ->
            upperCase.put(name.substring(1).toUpperCase(java.util.Locale.ROOT), value));

    assertThat(CopiedVersion.read("any", upperCase)).contains(VERSION);
    assertThat(CopyMetadata.attributes(upperCase).metadata()).containsEntry("a", "b");
  }

  @Test
  void leavesOutWhatIsEmpty() {
    assertThat(CopyMetadata.of(VERSION, ObjectAttributes.NONE).values())
        .containsOnlyKeys("key", "versionid", "sequencer", "sha256", "uploadedat");
    assertThat(CopyMetadata.attributes(Map.of())).isEqualTo(ObjectAttributes.NONE);
  }

  @Test
  void putsIntoASecondBlobWhatAzureHasNoRoomFor() {
    ObjectAttributes attributes =
        new ObjectAttributes(
            Map.of("long", "x".repeat(CopyMetadata.MAX_BYTES)), Map.of(), Map.of());

    CopyMetadata metadata = CopyMetadata.of(VERSION, attributes);

    assertThat(metadata.values()).doesNotContainKey("usermetadata");
    assertThat(CopyMetadata.hasSecondBlob(metadata.values())).isTrue();
    assertThat(metadata.secondBlob()).map(ObjectAttributes::read).contains(attributes);
    assertThat(CopiedVersion.read("any", metadata.values())).contains(VERSION);
  }

  @Test
  void readsACopyOfTheFormerNaming() {
    Map<String, String> literal =
        Map.of("sha256", VERSION.sha256(), "sourceversion", "v1", "sequencer", "01");
    Map<String, String> hashed = new LinkedHashMap<>(literal);
    hashed.put("sourcekey", "a%2F%2Fb+c");

    assertThat(CopiedVersion.read("a/b.jpg", literal))
        .contains(
            new CopiedVersion(
                "a/b.jpg", "v1", new Sequencer("01"), VERSION.sha256(), Optional.empty()));
    assertThat(CopiedVersion.read("sha256-of-key/0123", hashed))
        .map(CopiedVersion::key)
        .contains("a//b c");
  }

  @Test
  void isNoneOfABlobThatIsNoCopy() {
    assertThat(CopiedVersion.read("a", Map.of())).isEmpty();
    assertThat(CopiedVersion.read("a", Map.of("sha256", "x", "key", "a"))).isEmpty();
    Map<String, String> copy = Map.of("sha256", "x", "key", "a", "versionid", "v");
    assertThat(CopiedVersion.read("a", copy)).isPresent();
    assertThat(CopiedVersion.read("a", with(copy, "key", "%zz"))).isEmpty();
    assertThat(CopiedVersion.read("a", with(copy, "uploadedat", "yesterday"))).isEmpty();
  }

  @Test
  void rejectsAttributesThatAreDamaged() {
    assertThatThrownBy(() -> ObjectAttributes.read("[]"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("The attributes of a copy are not a JSON object.");
  }

  private static Map<String, String> with(Map<String, String> metadata, String name, String value) {
    Map<String, String> changed = new HashMap<>(metadata);
    changed.put(name, value);
    return changed;
  }
}
