package dev.twinlens.local.pulumi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class InputsTest {
  private final Inputs inputs =
      Inputs.of(
          Map.of(
              "name",
              "jobs",
              "size",
              3.0,
              "rules",
              List.of(Map.of("id", "old")),
              "environment",
              Map.of("variables", Map.of("A", "1"))));

  @Test
  void readsNestedValues() {
    assertThat(inputs.string("name")).isEqualTo("jobs");
    assertThat(inputs.integer("size")).isEqualTo(3);
    assertThat(inputs.objects("rules").get(0).string("id")).isEqualTo("old");
    assertThat(inputs.object("environment").stringMap("variables")).isEqualTo(Map.of("A", "1"));
  }

  @Test
  void treatsAbsentPropertiesAsEmpty() {
    assertThat(inputs.optionalString("absent")).isEmpty();
    assertThat(inputs.objects("absent")).isEmpty();
    assertThat(inputs.strings("absent")).isEmpty();
    assertThat(inputs.bool("absent", true)).isTrue();
  }

  @Test
  void namesTheMissingPropertyWithItsPath() {
    assertThatThrownBy(() -> inputs.object("environment").string("absent"))
        .hasMessage("property 'environment.absent' is missing");
  }

  @Test
  void namesThePropertyOfAnotherType() {
    assertThatThrownBy(() -> inputs.string("size"))
        .hasMessage("property 'size' is not a String but a Double");
  }
}
