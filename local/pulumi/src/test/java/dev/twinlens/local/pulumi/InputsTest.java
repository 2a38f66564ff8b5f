package dev.twinlens.local.pulumi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
              List.of(
                  Map.of("id", "old"), Map.of("id", "tagged", "filter", Map.of("tag", "draft"))),
              "environment",
              Map.of("variables", Map.of("A", "1")),
              "code",
              new Archive(Path.of("function.zip"))));

  @Test
  void readsNestedValues() {
    assertThat(inputs.string("name")).isEqualTo("jobs");
    assertThat(inputs.integer("size")).isEqualTo(3);
    assertThat(inputs.number("size")).isEqualTo(3.0);
    assertThat(inputs.objects("rules").getFirst().string("id")).isEqualTo("old");
    assertThat(inputs.object("environment").stringMap("variables")).isEqualTo(Map.of("A", "1"));
    assertThat(inputs.archive("code").path()).isEqualTo(Path.of("function.zip"));
  }

  @Test
  void returnsNothingForAbsentInputs() {
    assertThat(inputs.optionalString("absent")).isEmpty();
    assertThat(inputs.optionalObject("absent")).isEmpty();
    assertThat(inputs.objects("absent")).isEmpty();
    assertThat(inputs.strings("absent")).isEmpty();
    assertThat(inputs.stringMap("absent")).isEmpty();
    assertThat(inputs.bool("absent", true)).isTrue();
  }

  @Test
  void namesAMissingInputByItsPath() {
    assertThatThrownBy(() -> inputs.object("environment").string("absent"))
        .hasMessage("environment.absent is missing");
    assertThatThrownBy(() -> inputs.objects("rules").get(1).object("filter").string("prefix"))
        .hasMessage("rules[1].filter.prefix is missing");
  }

  @Test
  void namesAnInputOfAnotherType() {
    assertThatThrownBy(() -> inputs.string("size"))
        .hasMessage("size must be a String, not a Double");
    assertThatThrownBy(() -> inputs.strings("rules"))
        .hasMessageStartingWith("rules must be a String, not a ");
    assertThatThrownBy(() -> inputs.objects("name")).hasMessageContaining("name must be a List");
  }

  @Test
  void refusesAFractionWhereAWholeNumberIsNeeded() {
    assertThatThrownBy(() -> Inputs.of(Map.of("size", 2.5)).integer("size"))
        .hasMessage("size must be a whole number, not 2.5");
  }

  @Test
  void passesEveryStringThroughTheOperator() {
    Inputs rewritten =
        Inputs.of(
                Map.of(
                    "text", "a",
                    "list", List.of("a", "b"),
                    "object", Map.of("text", "a", "map", Map.of("a", "a"))))
            .rewriting(text -> text + "!");

    assertThat(rewritten.string("text")).isEqualTo("a!");
    assertThat(rewritten.strings("list")).containsExactly("a!", "b!");
    assertThat(rewritten.object("object").string("text")).isEqualTo("a!");
    assertThat(rewritten.object("object").stringMap("map")).isEqualTo(Map.of("a", "a!"));
  }

  @Test
  void listsWhatWasNotRead() {
    assertThat(inputs.unread())
        .containsExactlyInAnyOrder("name", "size", "rules", "environment", "code");

    assertThat(inputs.string("name")).isEqualTo("jobs");
    assertThat(inputs.objects("rules")).hasSize(2).allMatch(rule -> !rule.string("id").isEmpty());
    assertThat(inputs.optionalObject("environment")).isPresent();

    assertThat(inputs.unread())
        .containsExactlyInAnyOrder("size", "rules[1].filter", "environment.variables", "code");
  }

  @Test
  void countsAnObjectAsReadOnlyAsFarAsItsInputsWereRead() {
    Optional<Inputs> filter = inputs.objects("rules").get(1).optionalObject("filter");

    assertThat(filter.flatMap(rule -> rule.optionalString("prefix"))).isEmpty();

    assertThat(inputs.unread()).contains("rules[1].filter.tag");
  }

  @Test
  void remembersWhatWasReadHoweverOftenTheObjectIsAskedFor() {
    assertThat(inputs.objects("rules").get(1).object("filter").string("tag")).isEqualTo("draft");
    assertThat(inputs.objects("rules")).hasSize(2).allMatch(rule -> !rule.string("id").isEmpty());
    assertThat(inputs.object("environment").stringMap("variables")).isNotEmpty();
    assertThat(inputs.object("environment").unread()).isEmpty();

    assertThat(inputs.unread()).containsExactlyInAnyOrder("name", "size", "code");
  }

  @Test
  void refusesWhatWasNeitherReadNorIgnored() {
    inputs.ignore("rules", "nothing expires here");
    inputs.ignore("code", "nothing runs here");
    assertThat(inputs.integer("size")).isEqualTo(3);

    assertThatThrownBy(() -> inputs.requireAllRead("q:Queue \"jobs\""))
        .isInstanceOf(UnsupportedException.class)
        .hasMessageContaining("q:Queue \"jobs\"")
        .hasMessageContaining("name")
        .hasMessageContaining("environment")
        .hasMessageNotContaining("size")
        .hasMessageNotContaining("rules");
  }

  @Test
  void acceptsWhatWasReadOrIgnored() {
    Inputs queue = Inputs.of(Map.of("name", "jobs", "encrypted", true));
    assertThat(queue.string("name")).isEqualTo("jobs");
    queue.ignore("encrypted", "files are as the disk keeps them");

    assertThatCode(() -> queue.requireAllRead("q:Queue \"jobs\"")).doesNotThrowAnyException();
  }

  @Test
  void listsWhatIsIgnoredWithItsReason() {
    inputs.objects("rules").forEach(rule -> rule.ignore("filter", "no tags here"));
    inputs.ignore("absent", "never listed");
    inputs.noteWithoutEffect("name", "nobody sees it");

    assertThat(inputs.ignored())
        .containsExactly(
            new IgnoredInput("rules[].filter", "no tags here"),
            new IgnoredInput("name", "nobody sees it"));
    assertThat(inputs.unread()).contains("name", "rules[0].id").doesNotContain("rules[1].filter");
  }

  @Test
  void ignoresAnObjectOfWhichItReadSome() {
    assertThat(inputs.object("environment").unread()).containsExactly("environment.variables");
    inputs.ignore("environment", "nothing runs here");

    assertThat(inputs.unread()).doesNotContain("environment.variables");
  }

  @Test
  void ignoresAllOtherInputsAtOnce() {
    assertThat(inputs.objects("rules")).hasSize(2);
    inputs.ignoreOthers("an alarm only observes");

    assertThat(inputs.unread()).isEmpty();
    assertThat(inputs.ignored()).containsExactly(new IgnoredInput("*", "an alarm only observes"));
  }

  @Test
  void acceptsOnlyTheValuesThatAreImplemented() {
    Inputs route = Inputs.of(Map.of("authorization", "JWT", "open", false));

    assertThat(route.allowValue("absent", "NONE")).isFalse();
    assertThat(route.allowValue("open", false)).isTrue();
    assertThatThrownBy(() -> route.allowValue("authorization", "NONE", "AWS_IAM"))
        .hasMessage("authorization is JWT, which is not implemented; use NONE or AWS_IAM");
    assertThatThrownBy(() -> route.requireValue("absent", "NONE")).hasMessage("absent is missing");
  }
}
