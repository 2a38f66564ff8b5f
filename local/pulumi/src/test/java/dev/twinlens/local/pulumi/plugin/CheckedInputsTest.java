package dev.twinlens.local.pulumi.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Struct;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CheckedInputsTest {
  private static final Optional<GeneratedName> NAME =
      Optional.of(new GeneratedName("name", GeneratedName.Form.HYPHEN_AND_SEVEN_DIGITS));
  private static final Struct NONE = Struct.getDefaultInstance();

  @Test
  void generateTheNameThatTheProgramDoesNotSet() {
    Struct checked = checked(NONE, NONE, "seed");

    assertThat(name(checked)).matches("jobs-[0-9a-f]{7}");
    assertThat(CheckedInputs.isGenerated(checked, "name")).isTrue();
    assertThat(CheckedInputs.withoutNotes(checked).getFieldsMap()).containsOnlyKeys("name");
  }

  @Test
  void generateAnotherNameForEachSeed() {
    assertThat(checked(NONE, NONE, "one")).isEqualTo(checked(NONE, NONE, "one"));
    assertThat(checked(NONE, NONE, "one")).isNotEqualTo(checked(NONE, NONE, "other"));
  }

  @Test
  void keepTheNameThatWasGenerated() {
    Struct former = checked(NONE, NONE, "one");

    assertThat(checked(NONE, former, "other")).isEqualTo(former);
  }

  @Test
  void takeTheNameThatTheProgramSets() {
    Struct given = Wire.struct(Map.of("name", "jobs"));

    assertThat(checked(given, checked(NONE, NONE, "one"), "other")).isEqualTo(given);
  }

  @Test
  void generateANameWhenTheProgramNoLongerSetsOne() {
    Struct former = Wire.struct(Map.of("name", "jobs"));

    assertThat(name(checked(NONE, former, "seed"))).startsWith("jobs-");
  }

  @Test
  void haveNoNameWhenTheTypeHasNone() {
    Struct inputs = Wire.struct(Map.of("policy", "{}"));

    assertThat(CheckedInputs.of(inputs, NONE, Optional.empty(), "jobs", new byte[0]))
        .isEqualTo(inputs);
  }

  @Test
  void generateNamesThatEachCloudAccepts() {
    byte[] seed = {1};
    assertThat(
            new GeneratedName("x", GeneratedName.Form.STORAGE_ACCOUNT)
                .of("My-Backup-Of-2026", seed))
        .matches("mybackupof2026[0-9a-f]{8}");
    assertThat(new GeneratedName("x", GeneratedName.Form.EIGHT_DIGITS).of("backup", seed))
        .matches("backup[0-9a-f]{8}");
    assertThat(new GeneratedName("x", GeneratedName.Form.LOGICAL_NAME).of("backup", seed))
        .isEqualTo("backup");
  }

  private static Struct checked(Struct inputs, Struct former, String seed) {
    return CheckedInputs.of(inputs, former, NAME, "jobs", seed.getBytes(StandardCharsets.UTF_8));
  }

  private static String name(Struct checked) {
    return checked.getFieldsOrThrow("name").getStringValue();
  }
}
