package dev.twinlens.local.pulumi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.Struct;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PropertyValuesTest {
  private static final String SIGNATURE = "4dabf18193072939515e22adb298388d";
  private static final Map<String, Object> SECRET =
      Map.of(SIGNATURE, "1b47061264138c4ac30d75fd1eb44270", "value", "hush");

  @Test
  void keepsPlainValuesAsTheyAre() {
    Map<String, Object> plain =
        Map.of("text", "a", "number", 3.0, "flag", true, "list", List.of("x"), "map", Map.of());

    assertThat(PropertyValues.plain(PropertyValues.wire(plain))).isEqualTo(plain);
  }

  @Test
  void unwrapsSecretsHoweverDeep() {
    Struct wire = PropertyValues.wire(Map.of("environment", List.of(Map.of("KEY", SECRET))));

    assertThat(PropertyValues.plain(wire))
        .isEqualTo(Map.of("environment", List.of(Map.of("KEY", "hush"))));
  }

  @Test
  void leavesNullsOut() {
    Struct wire =
        PropertyValues.wire(Map.of("kept", 1)).toBuilder()
            .putFields(
                "gone",
                com.google.protobuf.Value.newBuilder()
                    .setNullValue(com.google.protobuf.NullValue.NULL_VALUE)
                    .build())
            .build();

    assertThat(PropertyValues.plain(wire)).containsOnlyKeys("kept");
  }

  @Test
  void readsAssetsAndArchives() {
    Struct wire =
        PropertyValues.wire(
            Map.of(
                "code",
                Map.of(
                    SIGNATURE, "0def7320c3a5731c473e5ecbe6d01bc7", "path", "target/function.zip"),
                "file",
                Map.of(SIGNATURE, "c44067f5952c0a294b673a41bacd8c17", "path", "index.html"),
                "text",
                Map.of(SIGNATURE, "c44067f5952c0a294b673a41bacd8c17", "text", "{}")));

    assertThat(PropertyValues.plain(wire))
        .isEqualTo(
            Map.of(
                "code", new Archive(Path.of("target/function.zip")),
                "file", new Asset.File(Path.of("index.html")),
                "text", new Asset.Text("{}")));
  }

  @Test
  void refusesAnUnknownKindOfValue() {
    Struct wire = PropertyValues.wire(Map.of("odd", Map.of(SIGNATURE, "0000")));

    assertThatThrownBy(() -> PropertyValues.plain(wire)).hasMessageContaining("0000");
  }

  @Test
  void answersWithSecretsStillMarked() {
    Struct wire =
        PropertyValues.wire(
            Map.of(
                "plain",
                SECRET,
                "output",
                Map.of(
                    SIGNATURE,
                    "d0e6a833031e9bbcd3f4e8bde6ca49a4",
                    "value",
                    "hush",
                    "secret",
                    true)));

    Struct answer = PropertyValues.answer(wire);

    assertThat(answer.getFieldsOrThrow("plain")).isEqualTo(answer.getFieldsOrThrow("output"));
    assertThat(answer.getFieldsOrThrow("plain"))
        .isEqualTo(PropertyValues.wire(Map.of("x", SECRET)).getFieldsOrThrow("x"));
  }
}
