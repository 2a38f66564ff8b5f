package dev.twinlens.runtime.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.twinlens.domain.images.ImageRules;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class EnvironmentTest {
  @Test
  void namesTheVariableThatIsMissing() {
    assertThatThrownBy(() -> with("A", "x").text("IMAGES_BUCKET"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("IMAGES_BUCKET");
    assertThatThrownBy(() -> with("IMAGES_BUCKET", " ").text("IMAGES_BUCKET"))
        .hasMessageContaining("IMAGES_BUCKET");
  }

  @Test
  void readsWhatIsWellFormed() {
    assertThat(with("A", " bucket ").text("A")).isEqualTo("bucket");
    assertThat(with("A", "15").wholeNumber("A", 15)).isEqualTo(15);
    assertThat(with("A", "55.5").percent("A")).isEqualTo(55.5f);
    assertThat(with("A", "true").flag("A")).isTrue();
    assertThat(with("A", "false").flag("A")).isFalse();
    assertThat(with("A", "image/jpeg, image/png").words("A"))
        .containsExactly("image/jpeg", "image/png");
    assertThat(with("A", "http://127.0.0.1:1/account/originals").address("A"))
        .hasPath("/account/originals");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-1", "16", "x", "1.5"})
  void rejectsNumbersThatAreWrongOrOutOfRange(String value) {
    assertThatThrownBy(() -> with("MAX_LABELS", value).wholeNumber("MAX_LABELS", 15))
        .hasMessageContaining("MAX_LABELS")
        .hasMessageContaining(value);
  }

  @ParameterizedTest
  @ValueSource(strings = {"yes", "TRUE", "1"})
  void rejectsFlagsThatAreNeitherTrueNorFalse(String value) {
    assertThatThrownBy(() -> with("ALLOW_DELETE", value).flag("ALLOW_DELETE"))
        .hasMessageContaining("ALLOW_DELETE")
        .hasMessageContaining(value);
  }

  @ParameterizedTest
  @ValueSource(strings = {"-1", "100.5", "x", "NaN"})
  void rejectsPercentagesThatAreWrongOrOutOfRange(String value) {
    assertThatThrownBy(() -> with("MIN_CONFIDENCE", value).percent("MIN_CONFIDENCE"))
        .hasMessageContaining("MIN_CONFIDENCE");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "originals",
        "ftp://host/x",
        "https://host/x?sig=secret",
        "https://",
        "https:// x"
      })
  void rejectsTextsThatAreNoAddress(String value) {
    assertThatThrownBy(() -> with("BACKUP_CONTAINER_URL", value).address("BACKUP_CONTAINER_URL"))
        .hasMessageContaining("BACKUP_CONTAINER_URL");
  }

  @Test
  void rejectsTypesThatRekognitionDoesNotRead() {
    Environment environment =
        new Environment(
            Map.of("ALLOWED_TYPES", "image/jpeg,image/webp", "MAX_UPLOAD_BYTES", "1000"));

    assertThatThrownBy(() -> SharedSettings.imageRules(environment))
        .hasMessageContaining("ALLOWED_TYPES")
        .hasMessageContaining("image/webp");
  }

  @Test
  void rejectsMoreBytesThanRekognitionReads() {
    Environment environment =
        new Environment(Map.of("ALLOWED_TYPES", "image/jpeg", "MAX_UPLOAD_BYTES", "15728641"));

    assertThatThrownBy(() -> SharedSettings.imageRules(environment))
        .hasMessageContaining("MAX_UPLOAD_BYTES");
  }

  @Test
  void readsImageRules() {
    Environment environment =
        new Environment(Map.of("ALLOWED_TYPES", "image/jpeg", "MAX_UPLOAD_BYTES", "15728640"));

    assertThat(SharedSettings.imageRules(environment))
        .isEqualTo(new ImageRules(15_728_640, Set.of("image/jpeg")));
  }

  @Test
  void tellsWhichVariablesWereRead() {
    Environment environment = new Environment(Map.of("A", "a", "B", "1", "C", "c"));
    environment.text("A");
    environment.wholeNumber("B", 1);
    assertThatThrownBy(() -> environment.flag("MISSING")).hasMessageContaining("MISSING");

    assertThat(environment.namesRead()).containsExactlyInAnyOrder("A", "B", "MISSING");
  }

  private static Environment with(String name, String value) {
    return new Environment(Map.of(name, value));
  }
}
