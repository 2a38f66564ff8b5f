package dev.twinlens.local.pulumi.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import pulumirpc.Provider.DiffResponse;
import pulumirpc.Provider.PropertyDiff.Kind;

class DiffAnswerTest {
  private static final ResourceType TABLE =
      new ResourceType(
          Optional.of(new GeneratedName("name", GeneratedName.Form.HYPHEN_AND_SEVEN_DIGITS)),
          List.of("hashKey", "ttl.attributeName", "rules.id"));

  @Test
  void hasNoDiffForEqualInputs() {
    DiffResponse answer =
        diff(
            Map.of("a", List.of(1, 2), "b", Map.of("c", true)),
            Map.of("b", Map.of("c", true), "a", List.of(1, 2)));

    assertThat(answer.getChanges()).isEqualTo(DiffResponse.DiffChanges.DIFF_NONE);
    assertThat(answer.getDetailedDiffMap()).isEmpty();
    assertThat(answer.getReplacesList()).isEmpty();
  }

  @Test
  void updatesWhatCanBeUpdated() {
    DiffResponse answer =
        diff(
            Map.of("kept", 1, "billing", "a", "old", 1),
            Map.of("kept", 1, "billing", "b", "new", 1));

    assertThat(answer.getChanges()).isEqualTo(DiffResponse.DiffChanges.DIFF_SOME);
    assertThat(kinds(answer))
        .isEqualTo(Map.of("billing", Kind.UPDATE, "old", Kind.DELETE, "new", Kind.ADD));
    assertThat(answer.getDiffsList()).containsExactlyInAnyOrder("billing", "old", "new");
    assertThat(answer.getReplacesList()).isEmpty();
    assertThat(answer.getDeleteBeforeReplace()).isFalse();
  }

  @Test
  void replacesWhatCannotBeUpdated() {
    DiffResponse answer = diff(Map.of("hashKey", "a"), Map.of("hashKey", "b"));

    assertThat(kinds(answer)).isEqualTo(Map.of("hashKey", Kind.UPDATE_REPLACE));
    assertThat(answer.getReplacesList()).containsExactly("hashKey");
  }

  @Test
  void replacesForANestedInputAlone() {
    Map<String, Object> former = Map.of("ttl", Map.of("attributeName", "a", "enabled", true));

    assertThat(kinds(diff(former, Map.of("ttl", Map.of("attributeName", "a", "enabled", false)))))
        .isEqualTo(Map.of("ttl.enabled", Kind.UPDATE));
    assertThat(kinds(diff(former, Map.of("ttl", Map.of("enabled", true)))))
        .isEqualTo(Map.of("ttl.attributeName", Kind.DELETE_REPLACE));
    assertThat(kinds(diff(Map.of(), former)))
        .isEqualTo(Map.of("ttl.attributeName", Kind.ADD_REPLACE, "ttl.enabled", Kind.ADD));
  }

  @Test
  void namesElementsOfLists() {
    DiffResponse answer =
        diff(
            Map.of("rules", List.of(Map.of("id", "a", "days", 1), Map.of("id", "b", "days", 1))),
            Map.of("rules", List.of(Map.of("id", "a", "days", 2), Map.of("id", "c", "days", 1))));

    assertThat(kinds(answer))
        .isEqualTo(Map.of("rules[0].days", Kind.UPDATE, "rules[1].id", Kind.UPDATE_REPLACE));
    assertThat(answer.getReplacesList()).containsExactly("rules");
  }

  @Test
  void takesAnUnknownValueForAChange() {
    assertThat(kinds(diff(Map.of("role", "a", "same", 1), Map.of("role", Wire.UNKNOWN, "same", 1))))
        .isEqualTo(Map.of("role", Kind.UPDATE));
    assertThat(kinds(diff(Map.of("role", "a"), Map.of("role", Wire.unknownOutput()))))
        .isEqualTo(Map.of("role", Kind.UPDATE));
    assertThat(kinds(diff(Map.of("hashKey", "a"), Map.of("hashKey", Wire.UNKNOWN))))
        .isEqualTo(Map.of("hashKey", Kind.UPDATE_REPLACE));
  }

  @Test
  void comparesSecretsByTheirValues() {
    Map<String, Object> former = Map.of("variables", Wire.secret(Map.of("SAS", "sig=1")));

    assertThat(kinds(diff(former, former))).isEmpty();
    assertThat(kinds(diff(former, Map.of("variables", Map.of("SAS", "sig=1"))))).isEmpty();
    assertThat(kinds(diff(former, Map.of("variables", Wire.secret(Map.of("SAS", "sig=2"))))))
        .isEqualTo(Map.of("variables.SAS", Kind.UPDATE));
  }

  @Test
  void comparesFilesByTheirContent() {
    Map<String, Object> former = Map.of("code", Wire.archive("a/function.zip", "hash"));

    assertThat(kinds(diff(former, Map.of("code", Wire.archive("b/function.zip", "hash")))))
        .isEmpty();
    assertThat(kinds(diff(former, Map.of("code", Wire.archive("a/function.zip", "other")))))
        .isEqualTo(Map.of("code", Kind.UPDATE));
  }

  /** Two resources cannot have one name at the same time. */
  @Test
  void deletesFirstWhenTheReplacementHasTheSameGivenName() {
    assertThat(
            diff(Map.of("name", "jobs", "hashKey", "a"), Map.of("name", "jobs", "hashKey", "b"))
                .getDeleteBeforeReplace())
        .isTrue();
  }

  @Test
  void createsFirstWhenTheNameIsGenerated() {
    var name = TABLE.name();
    var seed = "seed".getBytes(StandardCharsets.UTF_8);
    var former = Wire.struct(Map.of("hashKey", "a"));
    var checked = CheckedInputs.of(former, Wire.struct(Map.of()), name, "jobs", seed);
    var wanted = CheckedInputs.of(Wire.struct(Map.of("hashKey", "b")), checked, name, "jobs", seed);

    DiffResponse answer = DiffAnswer.between(checked, wanted, TABLE);

    assertThat(answer.getReplacesList()).containsExactly("hashKey");
    assertThat(answer.getDeleteBeforeReplace()).isFalse();
  }

  private static DiffResponse diff(Map<String, ?> former, Map<String, ?> wanted) {
    return DiffAnswer.between(Wire.struct(former), Wire.struct(wanted), TABLE);
  }

  private static Map<String, Kind> kinds(DiffResponse answer) {
    return answer.getDetailedDiffMap().entrySet().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, diff -> diff.getValue().getKind()));
  }
}
