package dev.twinlens.local.pulumi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.Struct;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RegistrationsTest {
  private static final Map<String, Object> SECRET =
      Map.of(
          "4dabf18193072939515e22adb298388d", "1b47061264138c4ac30d75fd1eb44270", "value", "hush");

  private final Registrations registrations = new Registrations();

  @Test
  void haveWhatWasRegisteredByUrn() {
    registrations.add("urn:b", "urn:a", PropertyValues.wire(Map.of("size", 1)));
    registrations.add("urn:a", "", Struct.getDefaultInstance());

    assertThat(registrations.urns()).containsExactlyInAnyOrder("urn:a", "urn:b");
    assertThat(registrations.toJson().replaceAll("\\s", ""))
        .isEqualTo(
            """
            [{"urn":"urn:a","parent":"","inputs":{}},{"urn":"urn:b","parent":"urn:a","inputs":{"size":1.0}}]""");
  }

  @Test
  void markSecretsWithoutTheirValues() {
    registrations.add(
        "urn:a",
        "",
        PropertyValues.wire(Map.of("token", SECRET, "list", List.of(Map.of("key", SECRET)))));

    assertThat(registrations.toJson())
        .contains("1b47061264138c4ac30d75fd1eb44270", "token", "key")
        .doesNotContain("hush");
  }

  @Test
  void refuseTheSameUrnTwice() {
    registrations.add("urn:a", "", Struct.getDefaultInstance());

    assertThatThrownBy(() -> registrations.add("urn:a", "", Struct.getDefaultInstance()))
        .isInstanceOf(DeploymentFailure.class)
        .hasMessageContaining("urn:a");
  }
}
